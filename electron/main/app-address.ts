/** The one address this program ever loads. There is no file:// and no http in its window. */
export const appScheme = 'app';
export const appHost = 'counter';
export const appRoot = `${appScheme}://${appHost}/`;

/**
 * True for addresses of our own pages. Protocol and host are compared one by one: the `origin` of every
 * custom scheme is the text 'null', and a comparison of text beginnings lets lookalikes through.
 */
export function isAppUrl(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const url = new URL(text);
  const bare = url.username === '' && url.password === '' && url.port === '';
  return url.protocol === `${appScheme}:` && url.host === appHost && bare;
}

/** `query` tells the page what it must know before its first frame: language and theme. */
export function pageAddress(page: string, query: Readonly<Record<string, string>>): string {
  const url = new URL(page, appRoot);
  for (const [name, value] of Object.entries(query)) url.searchParams.set(name, value);
  return url.href;
}
