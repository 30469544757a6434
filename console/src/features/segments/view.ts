// Segments as the API tells them → what the screen shows. Numbers stay numbers here; their text is lib/format.ts.
import { localText } from '@/lib/localText'
import { isNamed } from '@/lib/named'
import type { FlowDay } from '@/ui/chart/flowOption'
import type { Segment, SegmentDay } from '@/features/segments/queries'

export interface SegmentCardView {
  code: string
  name: string
  description: string
  version: number
  /** How many are in at this moment; null: never evaluated. */
  size: number | null
  /** How many were in when all were evaluated last; null where that is no other number. */
  sizeBefore: number | null
  change: number | null
  /** Change against yesterday's size; null when there was none. */
  changeShare: number | null
  entered: number
  left: number
  asOfOn: string | null
}

/** A segment in the language on screen. */
export function segmentCard(segment: Segment, locale: string): SegmentCardView {
  const yesterday = segment.size_yesterday
  return {
    code: segment.code,
    name: localText(segment.name, locale),
    description: localText(segment.description, locale),
    version: segment.version,
    size: segment.size_now,
    sizeBefore: segment.size === segment.size_now ? null : segment.size,
    change: segment.change,
    changeShare: segment.change !== null && yesterday ? segment.change / yesterday : null,
    entered: segment.entered_count ?? 0,
    left: segment.left_count ?? 0,
    asOfOn: segment.as_of_on,
  }
}

/** Largest first; those never evaluated last; equals by name. */
export function bySize(cards: readonly SegmentCardView[]): SegmentCardView[] {
  return cards.toSorted((a, b) => (b.size ?? -1) - (a.size ?? -1) || a.name.localeCompare(b.name))
}

export const ORDERS = ['size', 'change', 'name'] as const
export type Order = (typeof ORDERS)[number]

/** The segments whose name, code or description holds what was typed: the largest, those that moved most, or by name first. */
export function shownCards(cards: readonly SegmentCardView[], term: string, order: Order): SegmentCardView[] {
  const found = bySize(cards.filter(({ code, name, description }) => isNamed(`${name} ${code} ${description}`, term)))
  if (order === 'change') return found.toSorted((a, b) => Math.abs(b.change ?? 0) - Math.abs(a.change ?? 0))
  return order === 'name' ? found.toSorted((a, b) => a.name.localeCompare(b.name)) : found
}

/** The oldest business date among the segments: the figures together are as old as that. Null when none was evaluated. */
export function oldestAsOf(segments: readonly Pick<Segment, 'as_of_on'>[]): string | null {
  const dates = segments.flatMap((segment) => segment.as_of_on ?? [])
  return dates.length === 0 ? null : dates.reduce((oldest, on) => (on < oldest ? on : oldest))
}

/** The days of a history as the chart draws them. */
export function flowDays(days: readonly SegmentDay[]): FlowDay[] {
  return days.map((day) => ({ on: day.as_of_on, size: day.size, entered: day.entered_count, left: day.left_count }))
}

/** The days on which anybody came or went, newest first. */
export function movedDays(days: readonly SegmentDay[]): SegmentDay[] {
  return days.filter((day) => day.entered_count > 0 || day.left_count > 0).toReversed()
}

export interface HistorySummary {
  least: number
  most: number
  entered: number
  left: number
}

/** What a history says at a glance; null for none. */
export function historySummary(days: readonly SegmentDay[]): HistorySummary | null {
  if (days.length === 0) return null
  const sizes = days.map((day) => day.size)
  return {
    least: Math.min(...sizes),
    most: Math.max(...sizes),
    entered: days.reduce((sum, day) => sum + day.entered_count, 0),
    left: days.reduce((sum, day) => sum + day.left_count, 0),
  }
}

export type LifeStep = 'activate' | 'pause' | 'archive'

/** What may be done next with a segment that stands where this one does. */
export function stepsFrom(segment: Pick<Segment, 'status' | 'draft_version'>): LifeStep[] {
  if (segment.status === 'ARCHIVED') return []
  const steps: LifeStep[] = ['archive']
  if (segment.status === 'ACTIVE') steps.unshift('pause')
  if (segment.draft_version !== null || segment.status === 'PAUSED') steps.unshift('activate')
  return steps
}

export const RANGES = [28, 84, 364] as const
export type Range = (typeof RANGES)[number]

/** The range that the address asks for, else four weeks. */
export function rangeOf(asked: unknown): Range {
  return RANGES.find((days) => String(days) === asked) ?? 28
}
