// What the command palette finds for a few letters. Pure; the drawing is CommandPalette.vue.

import type { Named } from '@/app/shell/names'

export interface Command {
  id: string
  /** End of the locale keys `palette.<kind>`. */
  kind: 'pages' | 'members' | Named['kind'] | 'acts'
  label: string
  hint?: string
  run: () => unknown
}

const OF_EACH_KIND_MAX = 6

/** The commands whose name holds every word that was typed, those that begin with it first; of each kind a few, of pages all. Members are found by the API. */
export function matching(commands: readonly Command[], typed: string): Command[] {
  const words = typed.trim().toLocaleLowerCase().split(/\s+/).filter((word) => word !== '')
  const named = commands.filter(({ kind, label, hint }) => {
    const name = `${label} ${hint ?? ''}`.toLocaleLowerCase()
    return kind === 'members' || words.every((word) => name.includes(word))
  })
  const begins = ({ label }: Command): number => Number(words.length > 0 && label.toLocaleLowerCase().startsWith(words[0] ?? ''))
  const kinds = [...new Set(commands.map(({ kind }) => kind))]
  return kinds.flatMap((kind) => named.filter((command) => command.kind === kind).toSorted((a, b) => begins(b) - begins(a)).slice(0, kind === 'pages' ? undefined : OF_EACH_KIND_MAX))
}

/** The place `step` further among `count`, around the ends. */
export function stepped(at: number, step: number, count: number): number {
  return count === 0 ? 0 : (at + step + count) % count
}
