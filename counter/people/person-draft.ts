import type { BilingualText, Role } from '../journal/every-entry.ts';
import type { EntryDraft } from '../journal/entry.ts';
import type { IsoDate } from '../time.ts';

/** A person is made or changed. The PIN's hash is kept beside the journal's entries, never in one. */
export function personDraft(intent: {
  readonly uid: string;
  readonly day: { readonly uid: string; readonly businessDate: IsoDate } | null;
  readonly operator: string;
  readonly person: string;
  readonly name: BilingualText;
  readonly role: Role;
  readonly state: 'active' | 'off';
}): Extract<EntryDraft, { kind: 'person set' }> {
  return {
    kind: 'person set',
    v: 1,
    uid: intent.uid,
    businessDate: intent.day?.businessDate ?? null,
    day: intent.day?.uid ?? null,
    shift: null,
    operator: intent.operator,
    ledger: [],
    ref: null,
    person: intent.person,
    name: intent.name,
    role: intent.role,
    state: intent.state,
  };
}

const supervisorRoles: readonly Role[] = ['head-cashier', 'officer', 'administrator'];

export function isSupervisor(role: Role): boolean {
  return supervisorRoles.includes(role);
}

/**
 * Whether a person may approve another's act. Two pairs of eyes: nobody approves their own, however
 * high their role.
 */
export function mayApprove(
  approver: { person: string; role: Role; state: 'active' | 'off' },
  actor: string,
): boolean {
  return approver.state === 'active' && isSupervisor(approver.role) && approver.person !== actor;
}
