import type { Store, StoreTransaction } from '../../headend/reference/store.ts';

/** Every transaction of a store goes through `bend`. */
export function bentStore(store: Store, bend: (tx: StoreTransaction) => StoreTransaction): Store {
  return { ...store, transaction: (run) => store.transaction((tx) => run(bend(tx))) };
}
