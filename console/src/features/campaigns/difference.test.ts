import { describe, expect, it } from 'vitest'

import { type Definition, emptyCampaign } from '@/features/campaigns/definition'
import { changesOf, factsByStep, factsOf, type Saying } from '@/features/campaigns/difference'
import en from '@/locales/en.json'

const say: Saying = {
  t: (key) => key,
  number: String,
  share: (value) => `${value * 100}%`,
  days: (count) => `${count} days`,
  money: (minor) => `$${minor / 100}`,
  instant: (at) => at,
  list: (items) => items.join(' and '),
  segment: (code) => code.toUpperCase(),
  condition: ({ trigger }) => JSON.stringify(trigger.condition),
}
const FULL: Definition = {
  ...emptyCampaign('journey', 'Tea', 'marketing'),
  description: { en: 'About tea' },
  audience: { segments: ['vip'], exclude: ['lapsed'] },
  trigger: { kind: 'THRESHOLD', fact: 'points.available', direction: 'ABOVE', value: 1000, rearm_at: 500, includes_standing: true, condition: true },
  ignores_holdout: true,
  members_max: 10,
  offer: { kind: 'FIXED', offer_code: 'TEA', pool: 'p', title: { en: 'Tea' }, categories: ['TEA'], default_offer: 'D', is_required: true, cost_minor: 150, lapses_after_days: 3 },
  budget_minor: 5000,
  value_minor: 800,
  expected_share: 0.05,
  message: { templates: { email: 'tea-email' }, order: ['email'], prefers_own_channel: true, expires_after_hours: 2, purpose: 'MARKETING' },
  features_age_hours_max: 48,
  waits_hours_max: 72,
  starts_at: '2017-11-01T00:00:00Z',
  ends_at: '2017-12-01T00:00:00Z',
}

describe('changesOf', () => {
  it('says nothing of two that say the same, in whichever order it is written', () => {
    const other = Object.fromEntries(Object.entries(structuredClone(FULL)).reverse()) as unknown as Definition
    expect(changesOf(FULL, other, say)).toEqual([])
  })

  it('says what was, what is, what came and what is gone', () => {
    const after: Definition = { ...FULL, audience: { segments: ['vip', 'new'] }, control_share: 0.2, message: { ...FULL.message, templates: { sms: 'tea-sms' } } }
    expect(changesOf(FULL, after, say)).toEqual([
      { key: 'audience', of: '', before: 'VIP', after: 'VIP and NEW' },
      { key: 'exclude', of: '', before: 'LAPSED', after: null },
      { key: 'template', of: 'email', before: 'tea-email', after: null },
      { key: 'control', of: '', before: '10%', after: '20%' },
      { key: 'template', of: 'sms', before: null, after: 'tea-sms' },
    ])
  })

  // Every leaf of the document, changed or left out, is a change that somebody reads.
  it.each(leaves(FULL))('does not hide that %s is other', (path) => {
    expect(changesOf(FULL, changed(path), say), path).not.toEqual([])
  })

  it('tells what it does not know as it is written', () => {
    expect(changesOf(FULL, { ...FULL, later: { a: 1 } } as unknown as Definition, say)).toEqual([{ key: 'other', of: 'later', before: null, after: '{"a":1}' }])
  })

  it('says every fact in one step, each under the step that asks for it', () => {
    const parts = factsByStep(FULL, say)
    expect(parts.map(({ step }) => step)).toEqual(['audience', 'trigger', 'offer', 'message', 'limits'])
    expect(parts.flatMap(({ facts }) => facts)).toHaveLength(factsOf(FULL, say).length)
    expect(parts.find(({ step }) => step === 'limits')?.facts.map(({ key }) => key)).toContain('members_max')
    const unknown = factsByStep({ ...FULL, later: 1 } as unknown as Definition, say).at(-1)
    expect(unknown?.facts.map(({ key }) => key)).toContain('other')
  })

  it('has words for every fact', () => {
    const missing = factsOf(FULL, say).filter(({ key }) => !(key in en.campaigns.fact))
    expect(missing).toEqual([])
  })
})

function leaves(value: unknown, path = ''): string[] {
  if (typeof value !== 'object' || value === null) return [path]
  return Object.entries(value).flatMap(([key, inner]) => leaves(inner, path === '' ? key : `${path}.${key}`))
}

function changed(path: string): Definition {
  const copy = structuredClone(FULL)
  const keys = path.split('.')
  const last = keys.pop() ?? ''
  const place = keys.reduce((inner, key) => inner[key] as Record<string, unknown>, copy as unknown as Record<string, unknown>)
  const value = place[last]
  const swaps: Record<string, unknown> = { 'trigger.kind': 'DAILY', 'trigger.direction': 'BELOW', 'offer.kind': 'BEST' }
  place[last] = swaps[path] ?? (typeof value === 'number' ? value + 1 : typeof value === 'boolean' ? !value : `${String(value)}2`)
  return copy
}
