export interface Key {
  readonly type: string;
  readonly key: string;
  readonly control: boolean;
  readonly meta: boolean;
  readonly alt: boolean;
  readonly shift: boolean;
}

/** With Control: reload, zoom, print, page source, save, open, find in page, new and close window. */
const withControl = new Set(['r', 'p', 'u', 's', 'o', 'n', 't', 'w', '+', '-', '=', '_', '0']);
/** With Control and Shift: reload past the cache, DevTools and its kin. */
const withControlShift = new Set(['r', 'i', 'j', 'c', 'p', 'n', 't', 'w', '+', '-', '=', '_', '0']);

/**
 * Keys of a browser that a counter has no use for. Function keys belong to the screens and pass: without
 * a menu none of them does anything by itself, and DevTools cannot be opened in production at all.
 */
export function isBlockedKey(key: Key): boolean {
  if (key.type !== 'keyDown' || key.alt) return false;
  if (!key.control && !key.meta) return key.key === 'BrowserBack' || key.key === 'BrowserRefresh';
  return (key.shift ? withControlShift : withControl).has(key.key.toLowerCase());
}
