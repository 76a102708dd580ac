/** `npm run check`: lint, format and types of every file. Exit code 1 when one gate is red. */
import { describeGate, gates, runGate } from './check-gates.ts';

let red = 0;
for (const gate of gates) {
  const result = await runGate(gate);
  console.log(describeGate(result));
  if (!result.passed) red += 1;
}
process.exitCode = red === 0 ? 0 : 1;
