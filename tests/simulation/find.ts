import { mutants } from './mutants.ts';
import { simulate } from './simulate.ts';
const only = process.argv[2];
for (const m of mutants) {
  if (only !== undefined && m.name !== only) continue;
  let found = 0; let msg = ''; let n = 0;
  for (let seed = 1; seed <= 300 && found === 0; seed += 1) { n = seed;
    const o = await simulate(seed, 'small', m.wiring).catch((e) => ({ breach: { message: 'THREW ' + e.stack } }));
    if (o.breach !== null) { found = seed; msg = o.breach.message; }
  }
  console.log(m.name, found, msg.slice(0, 300));
}
