import * as enApp from './en/app.ts';
import * as enCash from './en/cash.ts';
import * as enExceptions from './en/exceptions.ts';
import * as enLists from './en/lists.ts';
import * as enOffice from './en/office.ts';
import * as enOutage from './en/outage.ts';
import * as enPaper from './en/paper.ts';
import * as enPeople from './en/people.ts';
import * as enRestore from './en/restore.ts';
import * as enSell from './en/sell.ts';
import * as enTieOut from './en/tie-out.ts';
import * as enSent from './en/sent.ts';
import * as enUsb from './en/usb.ts';
import * as hiApp from './hi/app.ts';
import * as hiCash from './hi/cash.ts';
import * as hiExceptions from './hi/exceptions.ts';
import * as hiLists from './hi/lists.ts';
import * as hiOffice from './hi/office.ts';
import * as hiOutage from './hi/outage.ts';
import * as hiPaper from './hi/paper.ts';
import * as hiPeople from './hi/people.ts';
import * as hiRestore from './hi/restore.ts';
import * as hiSell from './hi/sell.ts';
import * as hiTieOut from './hi/tie-out.ts';
import * as hiSent from './hi/sent.ts';
import * as hiUsb from './hi/usb.ts';

export const en = {
  ...enApp,
  ...enPeople,
  ...enRestore,
  ...enCash,
  ...enSell,
  ...enPaper,
  ...enOffice,
  ...enExceptions,
  ...enTieOut,
  ...enOutage,
  ...enSent,
  ...enLists,
  ...enUsb,
};
export const hi = {
  ...hiApp,
  ...hiPeople,
  ...hiRestore,
  ...hiCash,
  ...hiSell,
  ...hiPaper,
  ...hiOffice,
  ...hiExceptions,
  ...hiTieOut,
  ...hiOutage,
  ...hiSent,
  ...hiLists,
  ...hiUsb,
};

/** The keys of a text tree with every text widened to `string`. */
type Keys<Tree> = { readonly [Key in keyof Tree]: Tree[Key] extends string ? string : Keys<Tree[Key]> };

/** These two lines do not compile when one language has a key that the other has not. */
export const hindiHasEveryKey: Keys<typeof en> = hi;
export const englishHasEveryKey: Keys<typeof hi> = en;
