// What two definitions say differently, in words: which thing, what about it, before and after. Pure. Not here: finding the differences (the API).
import type { Change } from '@/features/programs/queries'
import { EFFECT_TYPES } from '@/features/programs/rules'
import { timeframeOf } from '@/features/programs/timeframe'
import { allHoursWords, partWords, type Tools } from '@/features/programs/words'
import { type Definition, listOf, textOf, type Tree, treeOf } from '@/lib/tree'
import { localText } from '@/lib/localText'
import { conditionWords } from '@/ui/condition/words'
import type { Json } from '@/lib/condition'

export interface ShownChange {
  path: string
  kind: 'added' | 'removed' | 'changed'
  /** Whose: Rule “Welcome”, Tier “Gold”, the program. */
  subject: string
  /** What about it; empty: the thing itself came or went. */
  what: string
  before: string | null
  after: string | null
}

const MONEY = new Set(['per_minor'])
const LISTS: Readonly<Record<string, string>> = { rules: 'rule', wallets: 'wallet', caps: 'cap', ladder: 'tier', groups: 'group' }

/** One change in words. `definitions`: where the names of things are looked up, the newer one first. */
export function shownChange({ path, before, after }: Change, definitions: readonly Definition[], locale: string, tools: Tools, countsMoney: boolean): ShownChange {
  const steps = stepsOf(path)
  const [subject, rest] = subjectOf(steps, definitions, locale, tools)
  const isWhole = rest.length === 0 && steps.at(-1)?.code !== null
  const kind = before === null || before === undefined ? 'added' : after === null || after === undefined ? 'removed' : 'changed'
  if (isWhole) {
    const part = treeOf(kind === 'removed' ? before : after)
    const words = partWords(steps.findLast((step) => step.code !== null)?.name ?? '', part, tools)
    return { path, kind, subject, what: '', before: kind === 'removed' ? words : null, after: kind === 'removed' ? null : words }
  }
  const isOfLines = rest.includes('lines')
  const value = (given: unknown) => shownValue(given, rest.at(-1) ?? '', isOfLines ? { ...tools, facts: tools.lines?.facts ?? [] } : tools, countsMoney)
  return { path, kind, subject, what: rest.length === 0 ? tools.say('programs.gives') : attributeOf(rest, tools), before: value(before), after: value(after) }
}

interface Step {
  name: string
  code: string | null
}

// rules[purchase].caps[day].points → rules/purchase, caps/day, points
function stepsOf(path: string): Step[] {
  return [...path.matchAll(/([^.[\]]+)(?:\[([^\]]*)\])?/g)].map(([, name, code]) => ({ name: name ?? '', code: code === undefined || /^\d+$/.test(code) ? null : code }))
}

function subjectOf(steps: readonly Step[], definitions: readonly Definition[], locale: string, { say }: Tools): [string, string[]] {
  const named: string[] = []
  let trees: Tree[] = [...definitions]
  let last = -1
  for (const [at, { name, code }] of steps.entries()) {
    if (code === null) {
      trees = trees.map((tree) => treeOf(tree[name]))
      continue
    }
    trees = trees.map((tree) => listOf(tree[name]).find((one) => one['code'] === code) ?? {})
    const title = trees.map((tree) => localText(treeOf(tree['name']) as Record<string, string>, locale)).find((text) => text !== '') ?? code
    named.push(say(`programs.subject.${LISTS[name] ?? 'other'}`, { name: title }))
    last = at
  }
  const rest = steps.slice(last + 1).map((step) => step.name.trim()).filter((name) => name !== 'tiers' && name !== 'effects')
  if (named.length > 0) return [named.join(' · '), rest]
  return [say(steps[0]?.name === 'tiers' ? 'programs.subject.tiers' : 'programs.subject.program'), rest]
}

// The last word says what it is; those before it, of which thing.
function attributeOf(rest: readonly string[], { say }: Tools): string {
  const words = rest.map((name) => {
    const key = `programs.attribute.${name.replace(/\s*\(order\)/, '_order')}`
    const said = say(key)
    return said === key ? name.replaceAll('_', ' ') : said
  })
  return words.join(' · ')
}

function shownValue(value: unknown, name: string, tools: Tools, countsMoney: boolean): string | null {
  if (value === null || value === undefined) return null
  if (typeof value === 'boolean') return tools.say(value ? 'condition.yes' : 'condition.no')
  if (typeof value === 'number') return MONEY.has(name) || (name === 'threshold' && countsMoney) ? tools.money(value) : name.endsWith('_percent') || name === 'percent' ? `${tools.number(value)}%` : tools.number(value)
  if (typeof value === 'string') return coded(value, tools)
  if (name === 'condition') return conditionWords(value as Json, tools.facts, tools.say, tools.lines)
  if (name === 'hours') return allHoursWords(timeframeOf({ timeframe: { hours: value } }).hours, tools)
  if (EFFECT_TYPES.some((type) => type === treeOf(value)['type'])) return partWords('effects', treeOf(value), tools)
  if (Array.isArray(value) && value.every((one) => typeof one !== 'object')) return value.length === 0 ? tools.say('programs.words.none') : tools.list(value.map((one) => (typeof one === 'number' ? tools.number(one) : String(one))))
  return textOf(treeOf(value)['code']) || JSON.stringify(value)
}

// A code of a closed list has its word; whatever else is shown as it is.
function coded(value: string, { say }: Tools): string {
  if (!/^[A-Z][A-Z_]+$/.test(value)) return value
  const key = `programs.value.${value}`
  const said = say(key)
  return said === key ? value : said
}
