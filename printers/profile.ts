import { assertNever } from '../counter/result.ts';

export const profileIds = ['epson-tm-t82', 'generic-80-escpos', 'generic-58-escpos', 'virtual'] as const;
export type ProfileId = (typeof profileIds)[number];

/** What a printer model can do and how it wants its bytes. Sources stand with each entry. */
export interface Profile {
  readonly id: ProfileId;
  /** Printable dots of a line, from the model, never from the paper's width; a multiple of 8. */
  readonly widthDots: number;
  readonly raster: {
    readonly maxBandRows: number;
    readonly maxBandBytes: number;
  };
  /** Lines fed by `ESC d` so that the end mark passes the cutter. */
  readonly feedLinesBeforeCut: number;
  readonly cut: 'partial' | 'none';
  /** Pulse on and off times of the drawer, in units of 2 ms. */
  readonly drawer: { readonly pin: 0 | 1; readonly on: number; readonly off: number } | 'none';
  /** The best proof it gives: process id after printing, in-order paper status, or a person's eyes. */
  readonly confirm: 'gs_h' | 'gs_r' | 'operator';
  /** Whether it may be asked DLE EOT; some models choke on the question. */
  readonly asksStatus: boolean;
  /** Whether the first byte of a job waits for a clean answer to that question. */
  readonly demandsAnswer: boolean;
  readonly speedMmPerS: number;
  readonly dotsPerMm: number;
  /** Zero bytes that finish a half-received raster after an uncertain job. */
  readonly resyncNulBytes: number;
}

const common = {
  raster: { maxBandRows: 80, maxBandBytes: 4096 },
  feedLinesBeforeCut: 4,
  drawer: { pin: 0, on: 50, off: 250 },
  asksStatus: true,
  demandsAnswer: true,
  dotsPerMm: 8,
  resyncNulBytes: 8192,
} as const;

/** Epson's command reference lists TM-T82 for `GS ( H` function 48. Not yet verified on paper. */
const epsonTmT82: Profile = {
  ...common,
  id: 'epson-tm-t82',
  widthDots: 576,
  cut: 'partial',
  confirm: 'gs_h',
  speedMmPerS: 150,
};

/** Clones answer `GS r` in order more surely than `GS ( H`. Not yet verified on paper. */
const generic80: Profile = {
  ...common,
  id: 'generic-80-escpos',
  widthDots: 576,
  cut: 'partial',
  confirm: 'gs_r',
  speedMmPerS: 150,
};

/** Small 58 mm printers: short bands, no cutter, often mute. Not yet verified on paper. */
const generic58: Profile = {
  ...common,
  id: 'generic-58-escpos',
  widthDots: 384,
  raster: { maxBandRows: 24, maxBandBytes: 1152 },
  cut: 'none',
  confirm: 'operator',
  demandsAnswer: false,
  speedMmPerS: 60,
};

/** The virtual printer of this folder; it behaves like an 80 mm Epson. */
const virtual: Profile = {
  ...common,
  id: 'virtual',
  widthDots: 576,
  cut: 'partial',
  confirm: 'gs_h',
  speedMmPerS: 250,
};

export function profileOf(id: ProfileId): Profile {
  switch (id) {
    case 'epson-tm-t82':
      return epsonTmT82;
    case 'generic-80-escpos':
      return generic80;
    case 'generic-58-escpos':
      return generic58;
    case 'virtual':
      return virtual;
    default:
      return assertNever(id);
  }
}
