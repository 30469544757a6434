// A stored value ⇄ what a person types: money in whole units, shares in percent. Pure.
import type { FieldUnit } from '@/features/segments/builder/fields'

/** What stands in the field for a stored number. */
export function typed(value: number, unit: FieldUnit, minorDigits: number): number {
  if (unit === 'money') return tidy(value / 10 ** minorDigits)
  return unit === 'share' ? tidy(value * 100) : value
}

/** What is stored for a number typed. Money is whole minor units; so is whatever is counted. */
export function stored(value: number, unit: FieldUnit, minorDigits: number, isWhole: boolean): number {
  if (unit === 'money') return Math.round(value * 10 ** minorDigits)
  if (unit === 'share') return tidy(value / 100)
  return isWhole ? Math.round(value) : value
}

// 0.29 * 100 is 28.999999999999996.
function tidy(value: number): number {
  return Number(value.toPrecision(15))
}
