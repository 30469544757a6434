import { expect, it } from 'vitest'

import { type Command, matching, stepped } from '@/app/shell/palette'

const run = () => undefined
const COMMANDS: Command[] = [
  { id: 'p1', kind: 'pages', label: 'Home', run },
  { id: 'p2', kind: 'pages', label: 'Segments', run },
  { id: 'm1', kind: 'members', label: '1042', run },
  { id: 's1', kind: 'segments', label: 'Customers at risk', hint: 'high-churn-risk', run },
  { id: 's2', kind: 'segments', label: 'Risk takers', run },
]

it.each([
  ['', ['p1', 'p2', 'm1', 's1', 's2']],
  ['SEG', ['p2', 'm1']],
  ['risk', ['m1', 's2', 's1']],
  ['risk customers', ['m1', 's1']],
  ['churn', ['m1', 's1']],
])('finds for %j: %j', (typed, ids) => {
  expect(matching(COMMANDS, typed).map(({ id }) => id)).toEqual(ids)
})

it('shows a few of each kind', () => {
  const many = Array.from({ length: 30 }, (_, at): Command => ({ id: String(at), kind: 'segments', label: `Segment ${at}`, run }))
  expect(matching(many, 'seg')).toHaveLength(6)
  const pages = many.map((one): Command => ({ ...one, kind: 'pages' }))
  expect(matching(pages, ''), 'every page is known').toHaveLength(30)
})

it('steps around the ends', () => {
  expect([stepped(0, -1, 3), stepped(2, 1, 3), stepped(0, 1, 0)]).toEqual([2, 0, 0])
})
