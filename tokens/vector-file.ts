/** The shape of a token vector file; every section may be missing. Hex is big-endian. */
export interface VectorFile {
  readonly primitives?: {
    readonly misty1_rfc2994?: readonly { key: string; plain: string; cipher: string }[];
    readonly crc16?: readonly { asciiInput?: string; inputHex?: string; crcSwapped: string }[];
    readonly crc_arc_sts6_wire?: readonly { asciiInput: string; crc: string }[];
    readonly luhn?: readonly { digits: string; check: number }[];
    readonly luhnInvalidDrn?: readonly string[];
    readonly amount16?: readonly { tenths: number; hex: string }[];
    readonly amountCurrency20?: readonly { requested: string; amount20: string; decodedUnits1e5: string }[];
    readonly tid?: readonly { baseDate: number; time: string; tid: number }[];
    readonly tidRollover?: readonly { baseDate: number; lastMinute: string }[];
    /** Answers of a real module whose key is not known: only what is readable can be checked. */
    readonly prismHsmSamples?: { readonly items: readonly SampleVector[] };
  };
  readonly decoderKeys?: readonly KeyVector[];
  readonly tokens?: readonly TokenVector[];
  readonly managementTokens?: readonly TokenVector[];
  readonly generatedTokens?: readonly TokenVector[];
  readonly keyChangeSets?: readonly KeyChangeVector[];
}

export interface SampleVector {
  readonly drn?: string;
  readonly pan?: string;
  readonly cls: number;
  readonly tid?: number;
  readonly tidAsUtc?: string;
  readonly tokenDec: string;
  readonly tokenHex: string;
}

export interface KeyVector {
  readonly dkga: string;
  readonly ea: string;
  readonly baseDate: number;
  readonly vendingKey: string;
  readonly pan: string;
  readonly kt: number;
  readonly sgc: string;
  readonly ti: string;
  readonly krn: number;
  readonly decoderKey: string;
}

export interface TokenVector extends Partial<KeyVector> {
  readonly id?: string;
  readonly tokenClass: number;
  readonly subClass: number;
  readonly rnd?: number;
  readonly tid?: number;
  readonly value16?: string;
  readonly amount20?: string;
  readonly requestedAmount?: string;
  readonly amountKwh?: string;
  readonly issueTime?: string;
  readonly control?: string;
  readonly mfrCode?: number;
  readonly kenLow?: number;
  readonly kenHigh?: number;
  readonly rollover?: number;
  readonly threeKct?: number;
  readonly new_krn?: number;
  readonly new_kt?: number;
  readonly new_ti?: number;
  readonly sgcLow12?: number;
  readonly sgcHigh12?: number;
  readonly newKeyPart?: string;
  readonly block: string;
  readonly token: string;
}

export interface KeyChangeVector {
  readonly pan: string;
  readonly vendingKey: string;
  readonly kt: number;
  readonly from: { sgc: string; krn: number; ti: string; baseDate: number; decoderKey: string };
  readonly to: { sgc: string; krn: number; ti: string; baseDate: number; decoderKey: string };
  readonly newKen: number;
  readonly rollover: number;
  readonly tokens: readonly string[];
}

/** Reads the text of a vector file. Shapes are not checked here: each element fails on its own, by name. */
export function vectorFile(text: string): VectorFile {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- checkVectors reports every element that has another shape
  return JSON.parse(text) as VectorFile;
}
