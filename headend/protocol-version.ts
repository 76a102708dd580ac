import { z } from 'zod';

/** Versions of the protocol that this program speaks, as it says them with every call. */
export const protocolVersions: readonly number[] = [1];

export const versionHeaders: Readonly<Record<string, string>> = {
  'protocol-versions': protocolVersions.join(', '),
};

const words = z.object({ acceptVersions: z.array(z.int().min(1)).min(1) });

/**
 * Whether a head end says that it takes none of them. Asked before the shape is looked at, for a later
 * version may have another; an answer that names no versions is taken for one of this version.
 */
export function speaksOtherVersion(json: unknown): boolean {
  const said = words.safeParse(json);
  return said.success && !said.data.acceptVersions.some((version) => protocolVersions.includes(version));
}

/** The header as a counter sends it. A counter that names no versions speaks the first. */
export function namesKnownVersion(header: string | undefined): boolean {
  if (header === undefined) return true;
  return header.split(',').some((version) => protocolVersions.includes(Number(version.trim())));
}
