import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { uuidv7 } from '../../counter/ids.ts';
import type { Channel, Input } from '../../electron/contract/schemas.ts';
import { repositoryFolder } from '../repository.ts';
import { startLineProcess, type LineProcess } from './line-process.ts';

/** Who works at the practice counter. The PINs open nothing but practice. */
export const practicePeople = [
  { person: 'rekha-kumari', name: { hi: 'रेखा कुमारी', en: 'Rekha Kumari' }, pin: '482913' },
  { person: 'arun-prasad', name: { hi: 'अरुण प्रसाद', en: 'Arun Prasad' }, pin: '739152' },
] as const;

/**
 * Enrols a new counter, adds its people and takes in the consumers, through the same channels as the
 * screens, spoken as JSON lines.
 */
export async function setUpCounter(options: {
  configFile: string;
  dataFolder: string;
  enrolmentCode: string;
}): Promise<void> {
  const service = await startLineProcess({
    name: 'the counter service',
    script: join('electron', 'cli', 'counter.ts'),
    args: ['service', '--data', options.dataFolder, '--config', options.configFile],
    cwd: repositoryFolder,
  });
  try {
    const call = caller(service);
    const [head, cashier] = practicePeople;
    await call('setup.enrol', { code: options.enrolmentCode });
    await call('setup.addFirstPerson', { uid: newUid(), ...head });
    await call('session.signIn', { person: head.person, pin: head.pin });
    await call('people.add', { uid: newUid(), role: 'cashier', ...cashier });
    await call('directory.import', { path: null });
    await call('session.signOut', {});
  } finally {
    await service.stop();
  }
}

type Call = <Name extends Channel>(channel: Name, input: Input<Name>) => Promise<void>;

/** One call after the other; an answer that is not ok ends the set-up. */
function caller(service: LineProcess): Call {
  const waiting = new Map<number, (line: Readonly<Record<string, unknown>>) => void>();
  service.onLine((line) => {
    if (typeof line['id'] === 'number') waiting.get(line['id'])?.(line);
  });
  let last = 0;
  return async (channel, input) => {
    last += 1;
    const id = last;
    const answer = await new Promise<Readonly<Record<string, unknown>>>((resolve) => {
      waiting.set(id, resolve);
      service.send({ id, channel, input });
    });
    if (answer['ok'] !== true) throw new Error(`${channel}: ${JSON.stringify(answer['error'])}`);
  };
}

function newUid(): string {
  return uuidv7(Date.now(), (length) => randomBytes(length));
}
