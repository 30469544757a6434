// Models as the API tells them → what the screen shows. Pure.
import type { Metric, Model, Scoring, Version } from '@/features/models/queries'
import { daysBetween } from '@/lib/format'
import type { Tone } from '@/ui/ToneBadge.vue'

export const VERDICT_TONES: Record<Model['decisions'][number]['kind'], Tone> = {
  PROMOTED: 'positive',
  TAKEN_IN: 'neutral',
  KEPT: 'neutral',
  FORCED: 'warning',
  ROLLED_BACK: 'negative',
}

/** The version that serves. */
export function championOf({ versions }: Model): Version | null {
  return versions.find(({ state }) => state === 'CHAMPION') ?? null
}

/** The figure that a version had to be better in; where none is named, its first. */
export function decidingMetric({ decided_by, metrics }: Version): Metric | null {
  return metrics.find(({ name }) => name === decided_by) ?? metrics[0] ?? null
}

/** The deciding figure of each version, the oldest first: what the champion's is compared with over time. */
export function historyOf(model: Model): { version: string; value: number }[] {
  const name = championOf(model)?.decided_by ?? ''
  return model.versions.flatMap((version) => {
    const metric = version.metrics.find((one) => one.name === name) ?? decidingMetric(version)
    return metric ? [{ version: version.version, value: metric.value }] : []
  })
}

/** The metrics that any version tells, the champion's deciding one first. */
export function metricNames(model: Model): string[] {
  const names = [...new Set(model.versions.flatMap(({ metrics }) => metrics.map(({ name }) => name)))].toSorted()
  const deciding = championOf(model)?.decided_by
  return deciding !== undefined && names.includes(deciding) ? [deciding, ...names.filter((name) => name !== deciding)] : names
}

/** What a metric's name says: `ndcg_at_5` is `ndcg_at` of the first 5. */
export function metricParts(name: string): { key: string; first: number | null } {
  const [, key, first] = /^(.+_at)_(\d+)$/.exec(name) ?? []
  return key === undefined ? { key: name, first: null } : { key, first: Number(first) }
}

export interface MetricPoint {
  version: string
  value: number | null
  low: number | null
  high: number | null
  baseline: number | null
}

/** One metric over the versions, the oldest first; null where a version does not tell it. */
export function metricHistory(model: Model, name: string): MetricPoint[] {
  return model.versions.map(({ version, metrics }) => {
    const found = metrics.find((metric) => metric.name === name)
    return { version, value: found?.value ?? null, low: found?.low ?? null, high: found?.high ?? null, baseline: found?.baseline ?? null }
  })
}

export interface DriftRow {
  name: string
  value: number
  isMoved: boolean
  /** Against the index at which a feature counts as moved, at most 1. */
  share: number
  /** The same feature on the days before, the oldest first. */
  history: number[]
}

/** Where a feature counts as moved; the share of a bar that is full. */
const DRIFT_FULL = 0.25

/** How far each feature has moved by the newest day, the farthest first, with its days before of the same version. */
export function driftOf(scorings: readonly Scoring[]): DriftRow[] {
  const [newest] = scorings
  if (newest === undefined) return []
  const before = scorings.filter(({ version }) => version === newest.version).toReversed()
  return newest.drift.map(({ name, stability_index, is_moved }) => ({
    name,
    value: stability_index,
    isMoved: is_moved,
    share: Math.min(1, stability_index / DRIFT_FULL),
    history: before.flatMap(({ drift }) => drift.filter((one) => one.name === name).map((one) => one.stability_index)),
  }))
}

/** Whole days from the newest day of the data it learned from to the business day; null where either is not known. */
export function ageDays(version: Version | null, businessOn: string | null): number | null {
  const learned = version?.version.slice(0, 10) ?? ''
  return businessOn === null || !/^\d{4}-\d{2}-\d{2}$/.test(learned) ? null : daysBetween(learned, businessOn)
}

export type Block = { kind: 'heading'; text: string } | { kind: 'text'; text: string } | { kind: 'list'; items: string[] } | { kind: 'table'; head: string[]; rows: string[][] }

/** A card's Markdown as blocks: headings, paragraphs, lists and tables, which is all that cards are made of. Nothing of it is ever HTML. */
export function blocksOf(markdown: string): Block[] {
  return markdown
    .split(/\n{2,}/)
    .map((part) => part.trim())
    .filter((part) => part !== '' && !part.startsWith('# '))
    .flatMap((part) => blockOf(part.split('\n')))
}

function blockOf(lines: string[]): Block[] {
  const [first = '', ...rest] = lines
  if (first.startsWith('#')) return [{ kind: 'heading', text: plain(first.replace(/^#+\s*/, '')) }, ...(rest.length > 0 ? blockOf(rest) : [])]
  if (first.startsWith('|')) {
    const [head = [], , ...rows] = lines.map(cellsOf)
    return [{ kind: 'table', head, rows }]
  }
  if (lines.every((line) => /^([-*]|\s)\s*/.test(line)) && /^[-*] /.test(first)) return [{ kind: 'list', items: lines.map((line) => plain(line.replace(/^\s*[-*]\s+/, ''))) }]
  return [{ kind: 'text', text: plain(lines.join(' ')) }]
}

function cellsOf(line: string): string[] {
  return line.replace(/^\||\|\s*$/g, '').split('|').map((cell) => plain(cell.trim()))
}

function plain(text: string): string {
  return text.replace(/\*\*|`/g, '')
}
