/**
 * Keeps the id of the sale that is open in the window, outside the window: a page that was reloaded or
 * crashed asks what became of that id instead of starting a second sale.
 */
export interface SaleMemory {
  remember(uid: string | null): void;
  recall(): string | null;
}

export function createSaleMemory(): SaleMemory {
  let open: string | null = null;
  return {
    remember: (uid) => {
      open = uid;
    },
    recall: () => open,
  };
}
