import type { Session } from 'electron';
import { isAppUrl } from './app-address.ts';

/** Only our own pages are ever loaded; whatever else a page asks for ends before it leaves the program. */
export function isRequestAllowed(url: string, developer: boolean): boolean {
  if (isAppUrl(url)) return true;
  return developer && URL.canParse(url) && new URL(url).protocol === 'devtools:';
}

export function blockRequests(session: Session, developer: boolean): void {
  session.webRequest.onBeforeRequest((details, answer) => {
    answer({ cancel: !isRequestAllowed(details.url, developer) });
  });
}
