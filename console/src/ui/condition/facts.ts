// Which facts a condition of a journey or a campaign may ask about, in the language on screen. Not here: reading the catalogue (api/references.ts).
import { EVENT_TYPES, type Feature } from '@/api/references'
import { localText } from '@/lib/localText'
import type { Clause, Measure, Operator, Value } from '@/lib/condition'

export type FactKind = 'integer' | 'number' | 'text' | 'boolean' | 'date'

export interface Fact {
  path: string
  label: string
  kind: FactKind
  /** The values it may take, where they are a closed list. */
  codes?: readonly string[]
  /** The same where a value is not its own name, such as a weekday's number. */
  choices?: readonly { value: Value; label: string }[]
  /** Its values are minor units of this currency, and are filled in as whole ones. */
  money?: Money
  /** A value of it in words; left out: as it is written. */
  shown?: (value: Value) => string
}

export interface Money {
  currencyCode: string
  minorUnits: number
}

export interface FactGroup {
  key: 'event' | 'line' | 'member' | 'points' | 'features'
  facts: readonly Fact[]
}

const MEMBER: readonly [string, FactKind][] = [
  ['tier.code', 'text'],
  ['member.tenure_days', 'integer'],
  ['member.joined_on', 'date'],
  ['member.external_id', 'text'],
  ['today', 'date'],
]
const POINTS: readonly [string, FactKind][] = ['available', 'pending', 'lifetime', 'spent', 'expired'].map((name) => [`points.${name}`, 'integer'])

/** The facts by group. `eventType`: the event whose data may be asked about; `say` gives a fact's own words by its path. */
export function factGroups(features: readonly Feature[], locale: string, eventType: string | null, say: (path: string) => string): FactGroup[] {
  const known = EVENT_TYPES.find((one) => one.name === eventType)
  const event = (known?.fields ?? []).map((field) => ({ path: `event.data.${field.name}`, label: words(field.name), kind: kindOf(field.kind) }))
  const plain = ([path, kind]: readonly [string, FactKind]): Fact => ({ path, label: say(path), kind })
  const groups: FactGroup[] = [
    { key: 'event', facts: event },
    { key: 'member', facts: MEMBER.map(plain) },
    { key: 'points', facts: POINTS.map(plain) },
    { key: 'features', facts: features.map((one) => featureFact(one, locale)) },
  ]
  return groups.filter((group) => group.facts.length > 0)
}

/** The fact of a path, or one made of its name, whose values are texts. */
export function factAt(groups: readonly FactGroup[], path: string): Fact {
  return groups.flatMap((group) => group.facts).find((fact) => fact.path === path) ?? { path, label: path, kind: 'text' }
}

/** What clauses are made of: the facts, the segments, and what may be asked of each line of an order where there are lines. */
export interface Vocabulary {
  facts: readonly FactGroup[]
  segments: readonly { value: string; label: string }[]
  lines?: LineVocabulary | undefined
  /** How the path of a fact begins that is not among the known ones. */
  otherPath: string
}

export interface LineVocabulary {
  facts: readonly FactGroup[]
  /** What lines add up to, each as a fact to compare. */
  totals: Readonly<Record<Measure, Fact>>
}

/** What may be asked inside a clause about lines: facts of the line alone. */
export function ofLine({ lines }: Vocabulary): Vocabulary {
  return { facts: lines?.facts ?? [], segments: [], otherPath: 'attributes.' }
}

/** A clause about a fact to begin with. */
export function blankFact(fact: Fact): Extract<Clause, { kind: 'fact' }> {
  return { kind: 'fact', path: fact.path, operator: operatorsOf(fact.kind, fact.choices !== undefined)[0] ?? 'is', values: [blankValue(fact)] }
}

/** A value to begin with. */
export function blankValue({ kind, codes, choices }: Fact): Value {
  if (choices?.[0]) return choices[0].value
  return kind === 'boolean' ? true : kind === 'integer' || kind === 'number' ? 0 : (codes?.[0] ?? '')
}

const ORDERED: readonly Operator[] = ['at_least', 'above', 'at_most', 'below', 'between', 'is', 'is_not', 'known', 'unknown']

const NAMED: readonly Operator[] = ['is', 'is_not', 'one_of', 'known', 'unknown']

/** How a value of this kind may be compared; `isNamed`: its values are names, whatever stands for them. */
export function operatorsOf(kind: FactKind, isNamed = false): readonly Operator[] {
  if (kind === 'boolean') return ['is', 'known', 'unknown']
  return kind === 'text' || isNamed ? NAMED : ORDERED
}

function featureFact(feature: Feature, locale: string): Fact {
  return {
    path: `features.${feature.name}`,
    label: feature.label ? localText(feature.label, locale) : words(feature.name),
    kind: feature.kind,
    ...(feature.codes && { codes: feature.codes }),
  }
}

function words(name: string): string {
  const text = name.replaceAll('_', ' ')
  return text.charAt(0).toUpperCase() + text.slice(1)
}

function kindOf(kind: string): FactKind {
  return kind === 'integer' || kind === 'number' || kind === 'boolean' ? kind : 'text'
}
