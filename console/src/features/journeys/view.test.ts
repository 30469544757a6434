import { describe, expect, it } from 'vitest'

import { addNode, emptyDefinition, moveNodes } from '@/features/journeys/draft'
import { nodeOf } from '@/features/journeys/definition'
import type { NodeCounts, Problem } from '@/features/journeys/queries'
import { branchViews, countsOfVersion, fateTotals, insideCount, isSame, problemsByNode } from '@/features/journeys/view'
import { nodeWords } from '@/features/journeys/words'
import { i18n } from '@/locales'

const journey = emptyDefinition('journey', 'Welcome', 'marketing')

function aCount(parts: Partial<NodeCounts>): NodeCounts {
  return { version: 1, node_id: 'start', entered_count: 5, inside_count: 0, branches: {}, points: 0, ...parts }
}

describe('counts', () => {
  const counts = [aCount({}), aCount({ node_id: 'wait', inside_count: 2 }), aCount({ version: 2, node_id: 'wait', inside_count: 4 })]

  it('are those of one version on the canvas', () => {
    expect(countsOfVersion(counts, 1)).toEqual({ start: { entered: 5, inside: 0, branches: {} }, wait: { entered: 5, inside: 2, branches: {} } })
  })

  it('count everybody inside, whichever version they came in by', () => {
    expect(insideCount(counts)).toBe(6)
  })
})

it('gives each node its problems, and those of the whole to the empty id', () => {
  const problem = (node_id: string | null): Problem => ({ code: 'X', node_id, message: '', path: '', suggestion: null })
  expect(Object.keys(problemsByNode([problem('a'), problem(null), problem('a')]))).toEqual(['a', ''])
})

it('adds up who meets which fate, those first whom it stops', () => {
  const fates = [
    { fate: 'MIGRATE', member_count: 2 },
    { fate: 'STOP', member_count: 400 },
    { fate: 'STOP', member_count: 12 },
  ]
  expect(fateTotals(fates)).toEqual([
    { fate: 'STOP', count: 412 },
    { fate: 'MIGRATE', count: 2 },
  ])
})

describe('two definitions that say the same', () => {
  it('do not, where nodes stand elsewhere: that is something to save', () => {
    expect(isSame(journey, moveNodes(journey, { end: { x: 8, y: 8 } }))).toBe(false)
  })

  it('does not mind in which order the same is written', () => {
    const shuffled = JSON.parse('{"owner":"marketing","program_code":"journey"}') as object
    expect(isSame({ ...journey }, { ...shuffled, ...journey })).toBe(true)
  })
})

it('shows ways that must lead on before those that may', () => {
  const { definition } = addNode(journey, 'ACTION', { after: 'start' })
  expect(branchViews(definition, nodeOf(definition, 'send')!).map((branch) => [branch.name, branch.isNeeded, branch.target])).toEqual([
    ['next', true, 'end'],
    ['refused', false, null],
  ])
})

it('says what a node does in a few words', () => {
  const say = (key: string, named?: Record<string, unknown>) => i18n.global.t(key, named ?? {})
  expect(nodeWords({ id: 'w', type: 'WAIT', wait: { kind: 'EVENT', event_type: 'points.spent', timeout: { days: 3, hours: 2 } } }, [], say)).toBe('Until points.spent, at most 3 d 2 h')
  expect(nodeWords({ id: 'c', type: 'CONDITION', branches: [{ branch: 'rich', rule: { '>=': [{ var: 'points.available' }, 500] } }] }, [], say)).toBe('rich: points.available is at least 500')
})
