// Models as the API tells them → what the screen shows. Pure.
import type { Metric, Model, Version } from '@/features/models/queries'
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
