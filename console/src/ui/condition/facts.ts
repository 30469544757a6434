// Which facts a condition of a journey or a campaign may ask about, in the language on screen. Not here: reading the catalogue (api/references.ts).
import { EVENT_TYPES, type Feature } from '@/api/references'
import { localText } from '@/lib/localText'
import type { Operator } from '@/lib/condition'

export type FactKind = 'integer' | 'number' | 'text' | 'boolean' | 'date'

export interface Fact {
  path: string
  label: string
  kind: FactKind
  /** The values it may take, where they are a closed list. */
  codes?: readonly string[]
}

export interface FactGroup {
  key: 'event' | 'member' | 'points' | 'features'
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

const ORDERED: readonly Operator[] = ['at_least', 'above', 'at_most', 'below', 'is', 'is_not', 'known', 'unknown']

/** How a value of this kind may be compared. */
export function operatorsOf(kind: FactKind): readonly Operator[] {
  if (kind === 'boolean') return ['is', 'known', 'unknown']
  return kind === 'text' ? ['is', 'is_not', 'one_of', 'known', 'unknown'] : ORDERED
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
