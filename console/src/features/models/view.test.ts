import { expect, it } from 'vitest'

import type { Model, Scoring, Version } from '@/features/models/queries'
import { ageDays, blocksOf, championOf, decidingMetric, driftOf, historyOf, metricHistory, metricNames, metricParts } from '@/features/models/view'

function aVersion(version: string, state: Version['state'], auc: number): Version {
  return {
    version,
    state,
    is_rolled_back: false,
    stored_at: null,
    trained_on: ['2017-09-01'],
    tested_on: ['2017-10-01'],
    decided_by: 'roc_auc',
    run_url: null,
    metrics: [
      { name: 'brier', value: 0.1, low: null, high: null, baseline: 0.2 },
      { name: 'roc_auc', value: auc, low: 0.8, high: 0.9, baseline: 0.7 },
    ],
  }
}

const MODEL: Model = { name: 'churn', champion: 'b', versions: [aVersion('a', 'RETIRED', 0.84), aVersion('b', 'CHAMPION', 0.87)], decisions: [], runs: [], scorings: [] }

it('knows which serves, in what it had to be better, and how that went', () => {
  expect(championOf(MODEL)?.version).toBe('b')
  expect(decidingMetric(aVersion('a', 'RETIRED', 0.84))?.name).toBe('roc_auc')
  expect(decidingMetric({ ...aVersion('a', 'RETIRED', 0.84), decided_by: 'nothing' })?.name).toBe('brier')
  expect(historyOf(MODEL).map(({ value }) => value)).toEqual([0.84, 0.87])
  expect(championOf({ ...MODEL, versions: [] })).toBeNull()
})

it('reads a card as headings, text, lists and tables, and takes nothing in it for HTML', () => {
  const markdown = '# churn: model card\n\n**State**: champion.\n\n## Data\n\n| | rows |\n|---|---|\n| trained | 12 |\n\n- one\n- `two`\n\n<img src=x>'
  expect(blocksOf(markdown)).toEqual([
    { kind: 'text', text: 'State: champion.' },
    { kind: 'heading', text: 'Data' },
    { kind: 'table', head: ['', 'rows'], rows: [['trained', '12']] },
    { kind: 'list', items: ['one', 'two'] },
    { kind: 'text', text: '<img src=x>' },
  ])
})

function aScoring(as_of_on: string, version: string, recency: number): Scoring {
  const drift = [{ name: 'recency_days', label: null, stability_index: recency, is_moved: recency > 0.25 }]
  return { as_of_on, version, row_count: 40, recorded_at: '2017-10-31T12:00:00Z', run_id: 'r', run_url: null, drift }
}

it('tells how far a feature has moved, and how it came there since this version serves', () => {
  const rows = driftOf([aScoring('2017-10-31', 'b', 0.5), aScoring('2017-10-30', 'b', 0.1), aScoring('2017-10-29', 'a', 0.9)])
  expect(rows).toEqual([{ name: 'recency_days', value: 0.5, isMoved: true, share: 1, history: [0.1, 0.5] }])
  expect(driftOf([])).toEqual([])
})

it('follows a metric over the versions and puts the deciding one first', () => {
  expect(metricNames(MODEL)).toEqual(['roc_auc', 'brier'])
  expect(metricHistory(MODEL, 'roc_auc').map(({ version, value, low }) => [version, value, low])).toEqual([
    ['a', 0.84, 0.8],
    ['b', 0.87, 0.8],
  ])
  expect(metricHistory(MODEL, 'nothing').map(({ value }) => value)).toEqual([null, null])
})

it('counts the age of a version from the data it learned from', () => {
  expect(ageDays(aVersion('2017-10-22.1', 'CHAMPION', 0.8), '2017-10-31')).toBe(9)
  expect(ageDays(aVersion('b', 'CHAMPION', 0.8), '2017-10-31')).toBeNull()
  expect(ageDays(null, '2017-10-31')).toBeNull()
})

it.each([
  ['ndcg_at_5', { key: 'ndcg_at', first: 5 }],
  ['log_loss', { key: 'log_loss', first: null }],
  ['look_at_me', { key: 'look_at_me', first: null }],
])('takes the count of %s out of its name', (name, parts) => {
  expect(metricParts(name)).toEqual(parts)
})
