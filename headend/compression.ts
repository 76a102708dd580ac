import { promisify } from 'node:util';
import { gunzip, gzip } from 'node:zlib';
import type { BoundedInflate, Gzip } from './batch.ts';

const gzipLater = promisify(gzip);
const gunzipLater = promisify<Uint8Array, { maxOutputLength: number }, Buffer>(gunzip);

/** Off the event loop, so that packing a backlog does not delay a sale. */
export const nodeGzip: Gzip = (bytes) => gzipLater(bytes);

/** Stops unpacking at the bound, whatever the compressed bytes promise. */
export const nodeInflate: BoundedInflate = async (bytes, maxBytes) => {
  try {
    return await gunzipLater(bytes, { maxOutputLength: maxBytes });
  } catch (error) {
    const tooLarge = error instanceof Error && 'code' in error && error.code === 'ERR_BUFFER_TOO_LARGE';
    return tooLarge ? 'too-large' : null;
  }
};
