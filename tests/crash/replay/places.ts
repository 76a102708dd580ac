/** Journal and second copy lie on two disks, each in a folder that first run makes. */
export const disks: readonly string[] = ['disk-a', 'disk-b'];
export const journalFolder = 'disk-a/division-counter/data';
export const mirrorFolder = 'disk-b/division-counter/second-copy';
