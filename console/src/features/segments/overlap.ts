// Overlaps of segments as the API counts them → the cells of the table. Pure.
import type { Overlaps } from '@/features/segments/queries'

export const SEGMENTS_MAX = 5

export interface OverlapCell {
  other: string
  count: number
  /** Of the row's own segment. */
  share: number
  isOwn: boolean
}

/** A row for each segment: what it shares with each other, of itself. */
export function overlapCells(told: Overlaps): OverlapCell[][] {
  return told.counts.map((row, at) => {
    const size = row[at] ?? 0
    return row.map((count, place) => ({ other: told.codes[place] ?? '', count, share: size === 0 ? 0 : count / size, isOwn: at === place }))
  })
}

/** The codes that the address names, each once and no more than may be compared. */
export function chosenCodes(asked: unknown): string[] {
  if (typeof asked !== 'string') return []
  return [...new Set(asked.split(',').filter((code) => /^[a-z0-9-]{1,64}$/.test(code)))].slice(0, SEGMENTS_MAX)
}
