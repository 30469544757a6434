// When a rule applies, as a form edits it, and back. Pure. Not here: its words (words.ts).
import { listOf, textOf, textsOf, type Tree, treeOf } from '@/lib/tree'

export const WEEKDAYS = ['MONDAY', 'TUESDAY', 'WEDNESDAY', 'THURSDAY', 'FRIDAY', 'SATURDAY', 'SUNDAY'] as const

/** On the wall clock of the program's zone. */
export interface Hours {
  /** Empty: every day. */
  weekdays: readonly string[]
  beginsAt: string
  /** Not included; 24:00 is the end of the day. */
  endsAt: string
}

export interface Timeframe {
  /** Instants; empty: always. */
  validFrom: string
  validUntil: string
  /** Empty: at every hour. */
  hours: readonly Hours[]
}

const DAY_BEGINS = '00:00'
export const DAY_ENDS = '24:00'

/** When the rule applies. */
export function timeframeOf(rule: Tree): Timeframe {
  const timeframe = treeOf(rule['timeframe'])
  const hours = listOf(timeframe['hours']).map((one) => {
    const weekdays = textsOf(one['weekdays'])
    return { weekdays: weekdays.length === WEEKDAYS.length ? [] : weekdays, beginsAt: textOf(one['begins_at']) || DAY_BEGINS, endsAt: textOf(one['ends_at']) || DAY_ENDS }
  })
  return { validFrom: textOf(timeframe['valid_from']), validUntil: textOf(timeframe['valid_until']), hours }
}

/** The timeframe as the API takes it. */
export function writtenTimeframe({ validFrom, validUntil, hours }: Timeframe): Tree {
  return { valid_from: validFrom || null, valid_until: validUntil || null, hours: hours.map(({ weekdays, beginsAt, endsAt }) => ({ weekdays: weekdays.length > 0 ? weekdays : WEEKDAYS, begins_at: beginsAt, ends_at: endsAt })) }
}

/** Hours to begin with: a happy afternoon, on each working day. */
export const NEW_HOURS: Hours = { weekdays: WEEKDAYS.slice(0, 5), beginsAt: '15:00', endsAt: '18:00' }

/** Whether the end lies before the beginning. Hours over midnight are two entries. */
export function isTurned({ beginsAt, endsAt }: Hours): boolean {
  return beginsAt >= endsAt
}
