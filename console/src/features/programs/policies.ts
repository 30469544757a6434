// How points of a program are spent, given on and taken back, and when members hear that they lapse, as a form edits it, and back. Pure.
import { type Definition, numberOf, numberOrNull, textOf, treeOf } from '@/lib/tree'

export const RETURN_POLICIES = ['WITHIN_BALANCE', 'ONLY_PENDING', 'UNLIMITED'] as const

export interface Burning {
  least: number
  /** Null: without limit. */
  most: number | null
  step: number
}

export interface Transfer {
  isAllowed: boolean
  least: number
  most: number | null
  mostPerDay: number | null
}

export interface Policies {
  burning: Burning
  transfer: Transfer
  returns: (typeof RETURN_POLICIES)[number]
  noticeDays: readonly number[]
}

/** The policies; what is not said is as the API means it. */
export function policiesOf(definition: Definition): Policies {
  const burning = treeOf(definition['burning'])
  const transfer = treeOf(definition['transfer'])
  const notices = definition['expiry_notice_days']
  return {
    burning: { least: numberOf(burning['points_min'], 1), most: numberOrNull(burning['points_max']), step: numberOf(burning['points_step'], 1) },
    transfer: { isAllowed: transfer['is_allowed'] !== false, least: numberOf(transfer['points_min'], 1), most: numberOrNull(transfer['points_max']), mostPerDay: numberOrNull(transfer['points_per_day_max']) },
    returns: (textOf(definition['return_policy']) || 'WITHIN_BALANCE') as Policies['returns'],
    noticeDays: Array.isArray(notices) ? notices.map(Number) : [],
  }
}

/** The definition with these parts of its policies. */
export function withPolicies(definition: Definition, { burning, transfer, returns, noticeDays }: Partial<Policies>): Definition {
  return {
    ...definition,
    ...(burning && { burning: { points_min: burning.least, points_max: burning.most, points_step: burning.step } }),
    ...(transfer && { transfer: { is_allowed: transfer.isAllowed, points_min: transfer.least, points_max: transfer.most, points_per_day_max: transfer.mostPerDay } }),
    ...(returns && { return_policy: returns }),
    ...(noticeDays && { expiry_notice_days: noticeDays }),
  }
}

/** Whether the most is less than the least. */
export function isCrossed({ least, most }: { least: number; most: number | null }): boolean {
  return most !== null && most < least
}

/** Whole days of a text, each once, the earliest notice first. */
export function daysIn(text: string): number[] {
  const days = text.split(/[,،\s]+/).map(Number).filter((one) => Number.isInteger(one) && one >= 1 && one <= 366)
  return [...new Set(days)].toSorted((one, other) => other - one).slice(0, 10)
}
