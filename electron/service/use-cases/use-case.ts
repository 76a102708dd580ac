import type { Result } from '../../../counter/result.ts';
import type { Channel, Input, Output } from '../../contract/schemas.ts';
import type { Refusal } from '../refusal.ts';
import type { ServiceContext } from '../service-context.ts';

type Outcome<Name extends Channel> = Result<Output<Name>, Refusal>;

/**
 * One act of a person. Input is parsed and the role checked before it runs; an expected failure is a
 * value; only a bug throws.
 */
export type UseCase<Name extends Channel> = (
  context: ServiceContext,
  input: Input<Name>,
) => Outcome<Name> | Promise<Outcome<Name>>;
