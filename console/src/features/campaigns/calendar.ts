// On which days campaigns go out, and which of them meet the same people on the same day. Pure. Not here: the hour, which is the engine's.
import type { Definition } from '@/features/campaigns/definition'

const MONTHS = ['JAN', 'FEB', 'MAR', 'APR', 'MAY', 'JUN', 'JUL', 'AUG', 'SEP', 'OCT', 'NOV', 'DEC']
const WEEKDAYS = ['SUN', 'MON', 'TUE', 'WED', 'THU', 'FRI', 'SAT']

export interface Planned {
  code: string
  name: string
  definition: Definition
  status: string
}

export interface CalendarDay {
  /** Business date. */
  on: string
  isInMonth: boolean
  campaigns: Planned[]
  /** Codes of campaigns that speak to a segment to which another of that day speaks too. */
  colliding: Set<string>
}

/** Six weeks from Monday on that hold `month` (YYYY-MM). Campaigns that wait for events stand on no day. */
export function calendarOf(campaigns: readonly Planned[], month: string): CalendarDay[] {
  const first = new Date(`${month}-01T00:00:00Z`)
  const start = first.getTime() - ((first.getUTCDay() + 6) % 7) * 86_400_000
  return Array.from({ length: 42 }, (_, index) => {
    const on = new Date(start + index * 86_400_000).toISOString().slice(0, 10)
    const due = campaigns.filter((one) => isDue(one.definition, on))
    return { on, isInMonth: on.startsWith(month), campaigns: due, colliding: collisions(due) }
  })
}

/** Whether the campaign goes out on that day of the program's calendar. */
export function isDue(definition: Definition, on: string): boolean {
  const { trigger, starts_at: startsAt, ends_at: endsAt } = definition
  if (startsAt && on < startsAt.slice(0, 10)) return false
  if (endsAt && on > endsAt.slice(0, 10)) return false
  if (trigger.kind === 'DAILY') return true
  return trigger.kind === 'SCHEDULE' && cronHasDay(trigger.cron ?? '', on)
}

/** Whether a cron expression ticks on that day. As cron has it: where day and weekday are both given, either is enough. */
export function cronHasDay(cron: string, on: string): boolean {
  const [, , days, months, weekdays] = cron.trim().split(/\s+/)
  if (days === undefined || months === undefined || weekdays === undefined) return false
  const date = new Date(`${on}T00:00:00Z`)
  if (!matches(months, date.getUTCMonth() + 1, 1, 12, MONTHS, 1)) return false
  const weekday = date.getUTCDay()
  const isDay = matches(days, date.getUTCDate(), 1, 31)
  const isWeekday = matches(weekdays, weekday, 0, 7, WEEKDAYS, 0) || (weekday === 0 && matches(weekdays, 7, 0, 7))
  if (days !== '*' && weekdays !== '*') return isDay || isWeekday
  return isDay && isWeekday
}

function matches(field: string, value: number, least: number, most: number, names: readonly string[] = [], offset = 0): boolean {
  return field.split(',').some((part) => {
    const [range = '*', step = '1'] = part.split('/')
    const number = (text: string): number => (names.includes(text.toUpperCase()) ? names.indexOf(text.toUpperCase()) + offset : Number(text))
    const [from, to] = range === '*' ? [least, most] : range.split('-').map(number)
    if (from === undefined || Number.isNaN(from)) return false
    const end = to ?? (part.includes('/') ? most : from)
    return value >= from && value <= end && (value - from) % Number(step) === 0
  })
}

function collisions(due: readonly Planned[]): Set<string> {
  const found = new Set<string>()
  for (const [place, one] of due.entries()) {
    for (const other of due.slice(place + 1)) {
      if (meet(one.definition, other.definition)) {
        found.add(one.code)
        found.add(other.code)
      }
    }
  }
  return found
}

// A campaign without segments speaks to everybody.
function meet(one: Definition, other: Definition): boolean {
  const mine = one.audience?.segments ?? []
  const theirs = other.audience?.segments ?? []
  return mine.length === 0 || theirs.length === 0 || mine.some((code) => theirs.includes(code))
}
