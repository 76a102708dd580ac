import { uuidv7 } from '../../counter/ids.ts';
import type { Role } from '../../counter/journal/every-entry.ts';
import { limits } from '../../counter/limits.ts';
import { err } from '../../counter/result.ts';
import { recordingChannels, type Reply } from '../contract/channels.ts';
import type { CounterError } from '../contract/errors.ts';
import { schemas, type Access, type Channel, type Schemas } from '../contract/schemas.ts';
import { codeOfBadInput } from './bad-input.ts';
import { refuse, retryOf, type Refusal } from './refusal.ts';
import type { ServiceContext } from './service-context.ts';
import type { OneAtATime } from './one-at-a-time.ts';
import { clockConfirm } from './use-cases/clock-confirm.ts';
import { dayClose } from './use-cases/day-close.ts';
import { dayOpen } from './use-cases/day-open.ts';
import { directoryImport } from './use-cases/directory-import.ts';
import { directorySearch } from './use-cases/directory-search.ts';
import { exceptionsLetter } from './use-cases/exceptions-letter.ts';
import { exceptionsList } from './use-cases/exceptions-list.ts';
import { exceptionsFind, exceptionsOne } from './use-cases/exceptions-one.ts';
import { exceptionsPrintAgain } from './use-cases/exceptions-print-again.ts';
import { exceptionsRefund } from './use-cases/exceptions-refund.ts';
import { exceptionsMatch, exceptionsMove, exceptionsResubmit } from './use-cases/exceptions-settle.ts';
import { exceptionsTake } from './use-cases/exceptions-take.ts';
import { headEndSendNow } from './use-cases/head-end-send-now.ts';
import { outageChecklistGet } from './use-cases/outage-checklist.ts';
import { listsMake } from './use-cases/lists-make.ts';
import { listsPreview } from './use-cases/lists-preview.ts';
import { outageClose } from './use-cases/outage-close.ts';
import { outageList } from './use-cases/outage-list.ts';
import { outageOpen } from './use-cases/outage-open.ts';
import { outageReportGet, outageReportSave } from './use-cases/outage-report.ts';
import { peopleAdd } from './use-cases/people-add.ts';
import { printAgain } from './use-cases/print-again.ts';
import { printAnswer } from './use-cases/print-answer.ts';
import { printGiveUp } from './use-cases/print-give-up.ts';
import { printShow } from './use-cases/print-show.ts';
import { rechargeByReceiptNumber } from './use-cases/recharge-by-receipt.ts';
import { rechargeFind } from './use-cases/recharge-find.ts';
import { rechargePendingElsewhere } from './use-cases/recharge-pending-elsewhere.ts';
import { rechargePreview } from './use-cases/recharge-preview.ts';
import { rechargeReadBack } from './use-cases/recharge-read-back.ts';
import { rechargeRecent } from './use-cases/recharge-recent.ts';
import { rechargeRecord } from './use-cases/recharge-record.ts';
import { rechargeScanned } from './use-cases/recharge-scanned.ts';
import { sessionSignIn } from './use-cases/session-sign-in.ts';
import { sessionSignOut } from './use-cases/session-sign-out.ts';
import { setupAddFirstPerson } from './use-cases/setup-add-first-person.ts';
import { setupRestore } from './use-cases/setup-restore.ts';
import { setupEnrol } from './use-cases/setup-enrol.ts';
import { shiftClose } from './use-cases/shift-close.ts';
import { shiftOpen } from './use-cases/shift-open.ts';
import { stateGet } from './use-cases/state-get.ts';
import { tieOutRun } from './use-cases/tie-out-run.ts';
import { tieOutSave } from './use-cases/tie-out-save.ts';
import { uploadRow } from './use-cases/upload-row.ts';
import { uploadRows } from './use-cases/upload-rows.ts';
import { usbExport } from './use-cases/usb-export.ts';
import { usbImport } from './use-cases/usb-import.ts';
import type { UseCase } from './use-cases/use-case.ts';

/** A handler for every channel of the contract: a missing, extra or ill-typed one does not compile. */
export type Handlers<Contract extends Schemas> = {
  readonly [Name in keyof Contract & Channel]: UseCase<Name>;
};

const handlers = {
  'state.get': stateGet,
  'setup.enrol': setupEnrol,
  'setup.restore': setupRestore,
  'setup.addFirstPerson': setupAddFirstPerson,
  'session.signIn': sessionSignIn,
  'session.signOut': sessionSignOut,
  'people.add': peopleAdd,
  'directory.import': directoryImport,
  'directory.search': directorySearch,
  'day.open': dayOpen,
  'day.close': dayClose,
  'shift.open': shiftOpen,
  'shift.close': shiftClose,
  'recharge.readBack': rechargeReadBack,
  'recharge.pendingElsewhere': rechargePendingElsewhere,
  'recharge.scanned': rechargeScanned,
  'recharge.preview': rechargePreview,
  'recharge.record': rechargeRecord,
  'recharge.find': rechargeFind,
  'recharge.byReceipt': rechargeByReceiptNumber,
  'recharge.recent': rechargeRecent,
  'print.show': printShow,
  'print.answer': printAnswer,
  'print.again': printAgain,
  'print.giveUp': printGiveUp,
  'outage.open': outageOpen,
  'outage.close': outageClose,
  'outage.checklist': outageChecklistGet,
  'outage.list': outageList,
  'outage.report': outageReportGet,
  'outage.saveReport': outageReportSave,
  'lists.preview': listsPreview,
  'lists.make': listsMake,
  'exceptions.list': exceptionsList,
  'exceptions.one': exceptionsOne,
  'exceptions.find': exceptionsFind,
  'exceptions.take': exceptionsTake,
  'exceptions.move': exceptionsMove,
  'exceptions.match': exceptionsMatch,
  'exceptions.resubmit': exceptionsResubmit,
  'exceptions.refund': exceptionsRefund,
  'exceptions.letter': exceptionsLetter,
  'exceptions.printAgain': exceptionsPrintAgain,
  'clock.confirm': clockConfirm,
  'tieOut.run': tieOutRun,
  'tieOut.save': tieOutSave,
  'usb.export': usbExport,
  'usb.import': usbImport,
  'headEnd.sendNow': headEndSendNow,
  'upload.rows': uploadRows,
  'upload.row': uploadRow,
} satisfies Handlers<Schemas>;

/**
 * These only read, or take long: they run beside a sale. All others change something and take turns, and
 * so do `recharge.find` and `exceptions.find`: while an act of that id is being written, "not there" would be a
 * guess.
 */
const besideSales: ReadonlySet<Channel> = new Set([
  'state.get',
  'directory.import',
  'directory.search',
  'recharge.readBack',
  'recharge.pendingElsewhere',
  'recharge.scanned',
  'recharge.preview',
  'recharge.byReceipt',
  'recharge.recent',
  'print.show',
  'exceptions.list',
  'exceptions.one',
  'exceptions.letter',
  'lists.preview',
  'lists.make',
  'tieOut.run',
  'tieOut.save',
  'outage.checklist',
  'outage.list',
  'outage.report',
  'outage.saveReport',
  'usb.export',
  'usb.import',
  'headEnd.sendNow',
  'upload.rows',
  'upload.row',
] satisfies Channel[]);

/**
 * Answers one call. What arrives is not trusted, whoever checked it before: channel, size and shape,
 * then who may. A use case that throws is a bug; its stack stays in the log under the incident's id.
 */
export async function answerCall(
  context: ServiceContext,
  turns: OneAtATime,
  call: { readonly channel: string; readonly input: unknown },
): Promise<Reply<Channel>> {
  const failed = ({ code, params }: Refusal, incidentId = newIncident(context)): Reply<Channel> => {
    context.log.note('refused', { incidentId, channel: call.channel.slice(0, 64), code });
    const error: CounterError = { code, retry: retryOf(code), incidentId, params };
    return { ok: false, error };
  };
  if (!isChannel(call.channel)) return failed(refuse('CONTRACT_VIOLATION', { field: 'channel' }).error);
  const { channel } = call;
  const size = JSON.stringify(call.input ?? null).length;
  if (size > limits.ipcPayloadBytesMax) {
    return failed(refuse('TOO_LARGE', { bytesMax: limits.ipcPayloadBytesMax }).error);
  }
  const barred = roleRefusal(schemas[channel].access, context.session.current?.role ?? null);
  if (barred !== null) return failed(barred);
  const input = schemas[channel].input.safeParse(call.input);
  if (!input.success) return failed(codeOfBadInput(input.error, call.input));
  try {
    const run = handlers[channel] as UseCase<Channel>;
    const act = async () => {
      // Who sits here may have changed while the acts before this one took their turns.
      const barredNow = roleRefusal(schemas[channel].access, context.session.current?.role ?? null);
      // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the schema of this very channel parsed it
      return barredNow === null ? run(context, input.data as never) : err(barredNow);
    };
    const outcome = besideSales.has(channel) ? await act() : await turns.run(act);
    return outcome.ok ? { ok: true, value: outcome.value } : failed(outcome.error);
  } catch (error) {
    const incidentId = newIncident(context);
    context.log.incident(incidentId, `a bug in ${channel}`, error);
    if (!isRecording(channel)) return failed({ code: 'INTERNAL', params: {} }, incidentId);
    // The entry may be on disk: only its id can tell, and its slip has lost who would drive it.
    context.paper.takeUpWaiting();
    return failed({ code: 'OUTCOME_UNKNOWN', params: {} }, incidentId);
  }
}

function newIncident({ clock, random }: ServiceContext): string {
  return uuidv7(clock.wallMs(), random);
}

function isRecording(channel: Channel): boolean {
  return recordingChannels.some((name) => name === channel);
}

function roleRefusal(access: Access, role: Role | null): Refusal | null {
  if (access === 'anyone') return null;
  if (role === null) return { code: 'NOT_SIGNED_IN', params: {} };
  return access.includes(role) ? null : { code: 'NOT_PERMITTED', params: { role } };
}

function isChannel(name: string): name is Channel {
  return Object.hasOwn(schemas, name);
}
