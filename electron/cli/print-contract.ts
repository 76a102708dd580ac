import { z } from 'zod';
import { errorCodes } from '../../counter/error-codes.ts';
import { roles } from '../../counter/journal/every-entry.ts';
import { events, schemas } from '../contract/schemas.ts';

/** `counter -- contract`: every channel with the JSON Schemas of its input and output, and who may call it. */
export async function printContract(args: readonly string[]): Promise<number> {
  if (args.length > 0) {
    process.stderr.write('usage: counter contract\n');
    return 2;
  }
  const channels = Object.fromEntries(
    Object.entries(schemas).map(([name, { access, input, output }]) => [
      name,
      {
        input: z.toJSONSchema(input, { io: 'input' }),
        output: z.toJSONSchema(output),
        role: access === 'anyone' ? 'anyone' : roles.filter((role) => access.some((each) => each === role)),
      },
    ]),
  );
  const contract = { channels, events: { state: z.toJSONSchema(events.state) }, errors: errorCodes };
  process.stdout.write(`${JSON.stringify(contract)}\n`);
  return 0;
}
