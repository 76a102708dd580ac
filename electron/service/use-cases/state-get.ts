import { ok } from '../../../counter/result.ts';
import { stateSnapshot } from '../state-snapshot.ts';
import type { UseCase } from './use-case.ts';

export const stateGet: UseCase<'state.get'> = (context) => ok(stateSnapshot(context));
