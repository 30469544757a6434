// What a new program begins with: sensible, complete, and changed in the form. Pure.
import type { Definition } from '@/lib/tree'

export interface Basics {
  code: string
  nameEn: string
  nameAr: string
  timezone: string
  currencyCode: string
}

/** A point for each unit of the currency, at most 1,000 a day, for a year; three tiers by the spend of 365 days. */
export function startingDefinition(basics: Basics, minorUnits: number): Definition {
  return withBasics(
    {
      wallets: [{ code: 'points', kind: 'REDEEMABLE', name: { en: 'Points', ar: 'نقاط' } }],
      rules: [
        {
          code: 'purchase',
          name: { en: 'Points for every purchase', ar: 'نقاط على كل عملية شراء' },
          effects: [{ type: 'PER_AMOUNT', points: 1, per_minor: minorUnits }],
          pending: { policy: 'IMMEDIATE' },
          expiry: { policy: 'ROLLING', months: 12, rounding: 'MONTH_END' },
          caps: [{ code: 'daily', points: 1000, period: 'DAY', scope: 'MEMBER', beyond: 'TRUNCATE' }],
        },
      ],
      tiers: {
        qualification: { by: 'SPEND', period: { kind: 'ROLLING', days: 365 } },
        downgrade: { policy: 'TO_FIT', grace_days: 30 },
        ladder: [
          { code: 'BRONZE', name: { en: 'Bronze', ar: 'برونزي' }, threshold: 0 },
          { code: 'SILVER', name: { en: 'Silver', ar: 'فضي' }, threshold: 500 * minorUnits, benefits: { multiplier_percent: 125 } },
          { code: 'GOLD', name: { en: 'Gold', ar: 'ذهبي' }, threshold: 1500 * minorUnits, benefits: { multiplier_percent: 150 } },
        ],
      },
      expiry_notice_days: [30, 7],
    },
    basics,
  )
}

/** The definition under these names, in this zone and currency. */
export function withBasics(definition: Definition, { code, nameEn, nameAr, timezone, currencyCode }: Basics): Definition {
  return { ...definition, code, name: { en: nameEn, ...(nameAr !== '' && { ar: nameAr }) }, timezone, currency_code: currencyCode }
}
