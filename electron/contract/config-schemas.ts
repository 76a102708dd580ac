import { z } from 'zod';
import { copyDemands } from '../../counter/copies/single-copy.ts';
import { limits } from '../../counter/limits.ts';
import { recoveryPublicKeyPattern } from '../../counter/recovery-key.ts';

const bilingual = z.strictObject({ hi: z.string().min(1).max(120), en: z.string().min(1).max(120) });

const path = z.string().min(1).max(4096);

/** TLS is a must; plain HTTP is taken only for this machine itself, where no wire is crossed. */
const headEndUrl = z.union([
  z.url({ protocol: /^https$/u }),
  z.url({ protocol: /^http$/u, hostname: /^(127\.0\.0\.1|localhost|\[::1\])$/u }),
]);

const device = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('tcp'),
    host: z.string().min(1).max(253),
    port: z.number().int().min(1).max(65_535),
  }),
  z.strictObject({
    kind: z.literal('usb'),
    vendorId: z.number().int().min(0).max(0xffff),
    productId: z.number().int().min(0).max(0xffff),
    /** Empty text takes the first device of that vendor and product. */
    serial: z.string().max(64).default(''),
  }),
  z.strictObject({ kind: z.literal('none') }),
]);

/**
 * The one configuration file. Every key has a default but `dataFolder`; a machine policy file of the
 * same shape is laid over it; a key that is not here is refused, so that a misspelt limit is never
 * silently ignored.
 */
export const configSchema = z.strictObject({
  language: z.enum(['hi', 'en']).default('hi'),
  practice: z.boolean().default(false),
  dataFolder: z.string().min(1).max(4096),
  /** A folder on another device; null sells in single-copy mode, loudly. */
  mirrorFolder: z.string().min(1).max(4096).nullable().default(null),
  /** Where the seven dated copies lie; null for `copies` in the data folder. */
  copiesFolder: z.string().min(1).max(4096).nullable().default(null),
  /** Where lists, reports and their A4 papers are put; null for `documents` in the data folder. */
  documentsFolder: z.string().min(1).max(4096).nullable().default(null),
  /** Room kept beside the journal, to be freed for closing the day when the disk is full. */
  reserveFileBytes: z
    .number()
    .int()
    .min(limits.reserveFileBytesMin)
    .max(limits.reserveFileBytesMax)
    .default(limits.reserveFileBytes),
  /** Selling while there is no second copy as the office demands it: never stopped, but watched. */
  singleCopy: z
    .strictObject({
      /**
       * `as-set`: the folder that is set must be whole. `a-folder`: one must be set. `another-device`: and it
       * must lie on another device than the data folder.
       */
      demand: z.enum(copyDemands).default('as-set'),
      /** After so many sales a second person approves the next one, and an office counterfoil is printed. */
      salesPerApproval: z.number().int().min(1).max(limits.counterfoilSalesMax).default(20),
      /** Or after so much money. */
      amountPaisePerApproval: z.number().int().min(1_00).max(limits.amountPaiseMax).default(1_00_000_00),
    })
    .prefault({}),
  /** As `counter -- recovery-key` prints it; null takes the one that the head end names. */
  recoveryPublicKey: z.string().regex(recoveryPublicKeyPattern).nullable().default(null),
  deviceKey: z.strictObject({ store: z.enum(['os', 'file']) }).default({ store: 'os' }),
  headEnd: z
    .strictObject({
      url: headEndUrl.nullable().default(null),
      requestTimeoutMs: z.number().int().min(200).max(60_000).default(10_000),
      healthIntervalMs: z.number().int().min(200).max(60_000).default(15_000),
      spreadWindowMs: z.number().int().min(0).max(3_600_000).default(900_000),
      /** How long the paper of an online sale waits for the answer. */
      answerWaitMs: z.number().int().min(0).max(10_000).default(limits.answerWaitMs),
      /** How often its notices are asked for while it answers. */
      noticesIntervalMs: z.number().int().min(200).max(86_400_000).default(300_000),
      /** Only where the company wants more than the usual certificates; PEM files. */
      tls: z
        .strictObject({
          /** Authorities that may vouch for the head end; null for those that this program brings. */
          caFile: path.nullable().default(null),
          /** This counter's own certificate and its key: both or neither. */
          certFile: path.nullable().default(null),
          keyFile: path.nullable().default(null),
          /** SHA-256 of the head end's public key (SubjectPublicKeyInfo, DER), base64. */
          pinSha256: z
            .string()
            .regex(/^[A-Za-z0-9+/]{43}=$/u)
            .nullable()
            .default(null),
        })
        .refine(({ certFile, keyFile }) => (certFile === null) === (keyFile === null), {
          message: 'certFile and keyFile go together',
          path: ['keyFile'],
        })
        .nullable()
        .default(null),
    })
    .prefault({}),
  printer: z
    .strictObject({
      profile: z.enum(['epson-tm-t82', 'generic-80-escpos', 'generic-58-escpos', 'virtual-80', 'virtual-58']),
      device,
    })
    .default({ profile: 'generic-80-escpos', device: { kind: 'none' } }),
  receipt: z
    .strictObject({
      company: bilingual.nullable().default(null),
      division: bilingual.nullable().default(null),
      helpline: z.string().max(20).default('1912'),
      gstin: z.string().max(15).nullable().default(null),
      /** True only where the company has so ordered: prints "supply will not be cut". */
      supplyPromise: z.boolean().default(false),
    })
    .prefault({}),
  outage: z
    .strictObject({
      /** Before the date in an outage's name. */
      prefix: z
        .string()
        .regex(/^[A-Z][A-Z0-9]*$/u)
        .max(limits.outagePrefixCharsMax)
        .default('BR'),
      /** An outage is proposed once the head end has not answered for so long. */
      proposeAfterMs: z.number().int().min(200).max(limits.outageWaitMsMax).default(600_000),
      /** It closes no sooner than the head end has been answering again for so long. */
      closeAfterMs: z.number().int().min(0).max(limits.outageWaitMsMax).default(600_000),
      /** Whom to call, with the number, as the what-to-do card says it; null for the head cashier alone. */
      call: bilingual.nullable().default(null),
    })
    .prefault({}),
  guards: z
    .strictObject({
      cashPerReceiptPaise: z.number().int().min(1_00).default(limits.cashPerReceiptPaise),
      cashPerConsumerDayPaise: z
        .number()
        .int()
        .min(1_00)
        .max(limits.cashPerConsumerDayPaiseMax)
        .default(limits.cashPerConsumerDayPaiseMax),
      sameAmountWindowMs: z.number().int().min(0).max(86_400_000).default(limits.sameAmountWindowMs),
      differenceApproverPaise: z.number().int().min(0).default(50_00),
    })
    .prefault({}),
  /** What the exceptions desk does with recharges that the head end refused. */
  exceptions: z
    .strictObject({
      /** Above this cash goes back only with a second person's PIN. */
      refundApproverPaise: z.number().int().min(0).default(1_000_00),
      /** Dates on which the office is shut beside its Sundays: they do not count for the three working days. */
      holidays: z.array(z.iso.date()).max(limits.holidaysMax).default([]),
    })
    .prefault({}),
});

export type Config = z.infer<typeof configSchema>;
