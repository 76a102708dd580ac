import type { ClientPorts, NoticesReading } from './client.ts';
import { counterPath, get } from './client-request.ts';
import { judgeReply } from './judge-reply.ts';
import { noticesReplySchema } from './schemas.ts';
import { checkNotices } from './signed-texts.ts';
import { signedStatementSchema } from './statement-schemas.ts';
import { checkStatement, type SignedStatement } from './statement.ts';
import { answered, notAnswering, type Verdict } from './verdict.ts';

/** What the head end signs as a whole, not entry by entry: its notices and its statement. */

export async function readNotices(ports: ClientPorts): Promise<Verdict<NoticesReading>> {
  const request = get(ports, '/v1/notices', ports.deadlines.resultsMs);
  const headers = { ...request.headers, 'x-counter': ports.identity.counter };
  const verdict = judgeReply(await ports.transport.send({ ...request, headers }), noticesReplySchema);
  if (verdict.kind !== 'answered') return verdict;
  const { serverId, notices } = verdict.value;
  if (serverId !== ports.identity.serverId) return notAnswering('wrong-server', serverId);
  const checked = await checkNotices(ports, notices);
  return checked.ok ? answered({ list: checked.value, signed: notices }) : checked.error;
}

export async function readStatement(
  ports: ClientPorts,
  from: string,
  to: string,
): Promise<Verdict<SignedStatement>> {
  const path = `${counterPath(ports)}/statement?from=${from}&to=${to}`;
  const reply = await ports.transport.send(get(ports, path, ports.deadlines.resultsMs));
  const verdict = judgeReply(reply, signedStatementSchema);
  if (verdict.kind !== 'answered') return verdict;
  const checked = await checkStatement(ports, ports.identity, verdict.value);
  if (checked === 'wrong-signature') return notAnswering('wrong-signature', 'statement');
  if (typeof checked === 'string') return notAnswering('wrong-answer', `statement: ${checked}`);
  const { statement } = checked;
  if (statement.serverId !== ports.identity.serverId) return notAnswering('wrong-server', statement.serverId);
  // An old statement of other dates, played again, would look like days without money.
  const isAsked = statement.from === from && statement.to === to;
  return isAsked ? answered(checked) : notAnswering('wrong-answer', 'a statement of other dates');
}
