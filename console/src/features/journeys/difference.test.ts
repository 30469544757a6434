import { describe, expect, it } from 'vitest'

import type { Definition } from '@/features/journeys/definition'
import { changesOf } from '@/features/journeys/difference'
import { i18n } from '@/locales'

const say = (key: string, named?: Record<string, unknown>) => i18n.global.t(key, named ?? {})
const BEFORE: Definition = {
  program_code: 'journey',
  name: { en: 'Welcome' },
  owner: 'marketing',
  reentry: 'ONCE',
  goal: { event_type: 'points.spent' },
  nodes: [
    { id: 'start', type: 'START', trigger: { kind: 'EVENT', event_type: 'points.earned' } },
    { id: 'gift', type: 'ACTION', label: 'Gift', action: { kind: 'AWARD_POINTS', points: 50, reason: 'welcome' } },
    { id: 'fork', type: 'CONDITION', branches: [{ branch: 'rich', rule: { '>=': [{ var: 'points.available' }, 500] } }] },
    { id: 'end', type: 'END' },
  ],
  edges: [
    { from: 'start', to: 'gift' },
    { from: 'gift', to: 'fork' },
    { from: 'fork', branch: 'rich', to: 'end' },
    { from: 'fork', branch: 'else', to: 'end' },
  ],
}

function after(change: (copy: Definition) => void): Definition {
  const copy = structuredClone(BEFORE)
  change(copy)
  return copy
}

function said(change: (copy: Definition) => void): string[] {
  return changesOf(BEFORE, after(change), [], say).map(({ kind, what, before, after: now }) => `${kind} ${what}: ${before ?? '–'} → ${now ?? '–'}`)
}

describe('changesOf', () => {
  it('says nothing where steps only stand elsewhere or are written in another order', () => {
    expect(
      said((one) => {
        one.nodes.reverse()
        one.edges.reverse()
        one.nodes.forEach((node) => (node.position = { x: 1, y: 2 }))
      }),
    ).toEqual([])
  })

  it('says what a step does otherwise, and what its few words do not say leaf by leaf', () => {
    expect(said((one) => Object.assign(one.nodes[1]!, { action: { kind: 'AWARD_POINTS', points: 80, reason: 'welcome' } }))).toEqual(['changed Gift: 50 points → 80 points'])
    expect(said((one) => Object.assign(one.nodes[1]!, { action: { kind: 'AWARD_POINTS', points: 50, reason: 'spring' } }))).toEqual(['changed Gift, action.reason: welcome → spring'])
    expect(said((one) => Object.assign(one.nodes[1]!, { label: 'Present' }))).toEqual(['changed gift: Gift → Present'])
  })

  it('says which steps came and went, and where a way leads now', () => {
    expect(
      said((one) => {
        one.nodes.splice(1, 1, { id: 'pause', type: 'WAIT', wait: { kind: 'DURATION', duration: { days: 3 } } })
        one.edges = [{ from: 'start', to: 'pause' }, { from: 'pause', to: 'fork' }, ...one.edges.slice(2)]
      }),
    ).toEqual(['removed Gift: 50 points → –', 'added Wait: – → 3 d', 'way Start · then: Gift → Wait', 'way Wait · then: – → Branch'])
    expect(said((one) => (one.edges[2]!.to = 'gift'))).toEqual(['way Branch · rich: End → Gift'])
  })

  it('says what the journey is as a whole', () => {
    expect(
      said((one) => {
        one.name = { en: 'Hello', ar: 'أهلًا' }
        one.goal = { segment_code: 'vip' }
        one.reentry = 'AFTER_EXIT'
        one.owner = 'loyalty'
      }),
    ).toEqual(['name en: Welcome → Hello', 'name ar: – → أهلًا', 'owner : marketing → loyalty', 'goal : points.spent → vip', `reentry : ${say('journeys.reentry.ONCE')} → ${say('journeys.reentry.AFTER_EXIT')}`])
    expect(said((one) => Object.assign(one, { later: { a: 1 } }))).toEqual(['other later.a: – → 1'])
  })
})
