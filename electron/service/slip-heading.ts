import type { Config } from '../contract/config-schemas.ts';
import type { Issuer } from './receipt-facts-of.ts';

/** What stands at the head of every slip: who gives it out, from which counter, and whether it is practice. */
export function slipHeading(config: Config, issuer: Issuer) {
  const company = config.receipt.company ?? issuer.company;
  const division = config.receipt.division ?? issuer.officeName;
  return {
    companyHi: company.hi,
    companyEn: company.en,
    divisionHi: division.hi,
    divisionEn: division.en,
    counter: issuer.counter,
    practice: config.practice,
  };
}
