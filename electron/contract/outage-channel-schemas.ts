import { z } from 'zod';
import { limits } from '../../counter/limits.ts';
import { madeList } from './list-schemas.ts';
import { outageChecklist, outageList, outageReport } from './outage-schemas.ts';
import * as view from './view-schemas.ts';

const nothing = z.strictObject({});
const mayDeclareOutages = ['head-cashier', 'officer', 'administrator'] as const;

export const outageSchemas = {
  'outage.open': {
    access: mayDeclareOutages,
    input: z.strictObject({
      uid: view.uid,
      name: z.string().min(1).max(limits.outageNameCharsMax),
      cause: z.string().min(1).max(limits.outageCauseCharsMax),
      since: view.time,
    }),
    output: z.strictObject({ name: z.string() }),
  },
  /** Refused while a line of the checklist is open, for everybody. */
  'outage.close': {
    access: mayDeclareOutages,
    input: z.strictObject({ uid: view.uid }),
    output: z.strictObject({ name: z.string() }),
  },
  /** How far the open outage is from its close; null while none is open. */
  'outage.checklist': {
    access: mayDeclareOutages,
    input: nothing,
    output: z.strictObject({ checklist: outageChecklist.nullable() }),
  },
  'outage.list': { access: mayDeclareOutages, input: nothing, output: outageList },
  /** As it stands now, also of an outage that is open. */
  'outage.report': {
    access: mayDeclareOutages,
    input: z.strictObject({ outage: view.uid }),
    output: outageReport,
  },
  /** The report as a signed file and as an A4 paper; each time files of their own. */
  'outage.saveReport': {
    access: mayDeclareOutages,
    input: z.strictObject({ outage: view.uid }),
    output: madeList,
  },
} as const;
