import { createHash, randomUUID } from 'node:crypto';
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { DeviceSigner } from '../../db/crypto.ts';
import type { Journal } from '../../db/journal.ts';
import { type ClientDeadlines, createHeadEndClient, type HeadEndClient } from '../../headend/client.ts';
import { nodeGzip } from '../../headend/compression.ts';
import type { Outbox } from '../../headend/outbox.ts';
import type { Enrolment, SignedText } from '../../headend/schemas.ts';
import { keyIdOf, sha256Hex, verifyHashLater } from '../../headend/signatures.ts';
import type { HttpTransport } from '../../headend/transport.ts';
import { afterByTimer, createUploadDriver, type UploadDriver } from '../../headend/upload-driver.ts';
import { defaultUploaderSettings, spreadShareOf } from '../../headend/uploader-settings.ts';
import type { Config } from '../contract/config-schemas.ts';
import { keepExchangeKey } from './exchange-key-file.ts';
import { type NoticeDesk, openNoticeDesk } from './notice-desk.ts';
import type { HeadEndPorts, Identity } from './upload-loop.ts';
import { openUsbDesk, type UsbDesk } from './usb-desk.ts';

/** What runs while this PC is a counter. */
export interface Line {
  readonly client: HeadEndClient;
  readonly driver: UploadDriver;
  readonly notices: NoticeDesk;
}

export interface CounterOf extends Identity {
  readonly journal: Journal;
  readonly outbox: Outbox;
  readonly signer: DeviceSigner;
}

export interface LineOf extends CounterOf {
  readonly transport: HttpTransport;
  readonly deadlines: ClientDeadlines;
  readonly heardTime: (serverMs: number) => void;
}

export async function openLine(ports: HeadEndPorts, of: LineOf): Promise<Line> {
  const { enrolment, journal, transport, deadlines, heardTime, outbox, signer } = of;
  const client = createHeadEndClient({
    transport,
    deadlines,
    identity: { ...enrolment, epoch: journal.epoch },
    sha256: sha256Hex,
    verify: verifyHashLater,
    heardTime,
    heardExchangeKey: (signed) => keepKey(ports, enrolment, signed),
  });
  const notices = await noticesOf(ports, client, enrolment);
  const driver = driverOf(ports, client, outbox, signer);
  driver.onChange(({ link }) => {
    notices.follow(link);
    ports.onChange();
  });
  driver.onAnswers(ports.onAnswers);
  return { client, driver, notices };
}

export function usbDeskOf(ports: HeadEndPorts, of: CounterOf): UsbDesk {
  const { enrolment, journal } = of;
  return openUsbDesk({
    ...ports,
    ...of,
    identity: { ...enrolment, epoch: journal.epoch },
    folder: ports.config.dataFolder,
  });
}

function keepKey({ config, log }: HeadEndPorts, identity: Enrolment, signed: SignedText): void {
  keepExchangeKey(config.dataFolder, identity, signed).catch((error: unknown) =>
    log.note('the key for sticks cannot be kept', { detail: String(error) }),
  );
}

function noticesOf(ports: HeadEndPorts, client: HeadEndClient, identity: Enrolment): Promise<NoticeDesk> {
  const { config, clock, log, onChange } = ports;
  return openNoticeDesk({
    client,
    identity,
    sha256: sha256Hex,
    verify: verifyHashLater,
    folder: config.dataFolder,
    everyMs: config.headEnd.noticesIntervalMs,
    clock,
    after: afterByTimer,
    log,
    onChange,
  });
}

function driverOf(
  ports: HeadEndPorts,
  client: HeadEndClient,
  outbox: Outbox,
  signer: DeviceSigner,
): UploadDriver {
  return createUploadDriver({
    client,
    outbox,
    clock: ports.clock,
    after: afterByTimer,
    random: ports.chance,
    gzip: nodeGzip,
    keyId: keyIdOf(signer.publicKey),
    sign: signer.sign,
    sw: ports.appVersion,
    newBatchId: () => randomUUID(),
    nextTurn,
    settings: uploaderSettings(ports.config, outbox.position().counter),
    onFault: (error) => ports.log.incident('upload', 'the uploader cannot use the journal', error),
  });
}

function uploaderSettings(config: Config, counter: string) {
  const { healthIntervalMs, spreadWindowMs } = config.headEnd;
  const counterHash = createHash('sha256').update(counter).digest('hex');
  return {
    ...defaultUploaderSettings,
    healthIntervalMs,
    healthAgainMs: Math.min(defaultUploaderSettings.healthAgainMs, healthIntervalMs),
    spreadWindowMs,
    spreadShare: spreadShareOf(counterHash),
  };
}
