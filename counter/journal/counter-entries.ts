import type { BilingualText, EntryCommon, Role } from './every-entry.ts';

export interface CounterEnrolled extends EntryCommon {
  readonly kind: 'counter enrolled';
  readonly office: string;
  readonly officeName: BilingualText;
  readonly company: BilingualText;
  /** Ed25519 public key of this counter, raw 32 bytes in base64url. */
  readonly publicKey: string;
  readonly headEndPublicKey: string;
  readonly headEndId: string;
  /** Public half of the division's recovery key, `<x25519>.<ed25519>`; null where it has none yet. */
  readonly recoveryKey: string | null;
}

/** A person of the counter is made, changed or switched off. The PIN's hash never enters the journal. */
export interface PersonSet extends EntryCommon {
  readonly kind: 'person set';
  readonly person: string;
  readonly name: BilingualText;
  readonly role: Role;
  readonly state: 'active' | 'off';
}

/** A second person let something pass that a rule had stopped, outside a sale. */
export interface Override extends EntryCommon {
  readonly kind: 'override';
  /** Name of the rule. */
  readonly rule: string;
  readonly reason: string;
  readonly approver: string;
}

/** The configuration of the counter is another one from here on. */
export interface SettingsChanged extends EntryCommon {
  readonly kind: 'settings changed';
  /** SHA-256 of the configuration file that holds from now on, 64 hex digits. */
  readonly settingsSha256: string;
  readonly changes: readonly SettingChange[];
}

export interface SettingChange {
  /** Dotted name of the setting. */
  readonly name: string;
  readonly from: string;
  readonly to: string;
}

export interface KeyLost extends EntryCommon {
  readonly kind: 'key lost';
  readonly publicKey: string;
}

/** A person vouches for a clock that jumped: its time is the new reference for all that follows. */
export interface ClockMoved extends EntryCommon {
  readonly kind: 'clock moved';
  readonly approver: string;
  /** Wall time here minus the head end's at this confirmation; null where none had answered. */
  readonly headEndOffMs: number | null;
}

/**
 * A spare PC goes on where the second copy ended: first entry of a new epoch, with a new device key.
 * The division's recovery key signs it, for the head end knows the new key by nothing else. From here
 * on every person is off until an officer sets them anew.
 */
export interface Recovery extends EntryCommon {
  readonly kind: 'recovery';
  readonly oldEpoch: number;
  /** The entry before this one: last of the old epoch that this journal holds. */
  readonly oldSeq: number;
  readonly oldHash: string;
  readonly publicKey: string;
  readonly recoverySignature: string;
  readonly source: 'mirror' | 'journal' | 'mirror-and-journal';
}
