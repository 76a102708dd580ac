import type { SwarmProfile } from './swarm.ts';
import { soundWiring, type Wiring } from './wiring.ts';

/** `memory`: journals in memory and a cheap signer. `sqlite`: the real files of db/ and real Ed25519. */
export const levels = ['memory', 'sqlite'] as const;
export type Level = (typeof levels)[number];

/** What a world is built of. */
export interface House {
  readonly profile: SwarmProfile;
  readonly level: Level;
  readonly wiring: Wiring;
}

export const soundHouse: House = { profile: 'small', level: 'memory', wiring: soundWiring };
