/**
 * What is nearly always the reason, to be chosen by its number. A cause is recorded in both languages, for
 * it is read years later by whoever asks.
 */
export const readyCauses = [
  { hi: 'मुख्य सर्वर उत्तर नहीं दे रहा', en: 'Head end does not answer' },
  { hi: 'मुख्यालय ने सर्वर बंद बताया', en: 'Head office says that its server is down' },
  { hi: 'इंटरनेट या लिंक बंद', en: 'Internet or link is down' },
  { hi: 'इस कार्यालय के नेटवर्क की ख़राबी', en: 'Fault of this office’s own network' },
  { hi: 'कारण अभी पता नहीं', en: 'Cause not known yet' },
] as const;

/** The number alone stands for its ready cause; anything else is the cause in a person's own words. */
export function causeOf(typed: string): string {
  const words = typed.trim();
  const ready = readyCauses[chosenCause(words)];
  return ready === undefined ? words : `${ready.hi} / ${ready.en}`;
}

/** Place in the list of the cause that is chosen; -1 for own words. */
export function chosenCause(typed: string): number {
  return /^[1-9]$/u.test(typed.trim()) && Number(typed) <= readyCauses.length ? Number(typed) - 1 : -1;
}
