import { expect, it } from 'vitest'

import { factsOf } from '@/ui/facts'

it('writes facts as words and values, and leaves out what is nothing', () => {
  expect(factsOf({ needed_points: 500, reason: null, empty: '', needed: ['a', 'b'], at: { x: 1 } })).toEqual([
    { name: 'needed points', text: '500' },
    { name: 'needed', text: 'a, b' },
    { name: 'at', text: '{"x":1}' },
  ])
})

it('cuts what nobody would read', () => {
  expect(factsOf({ text: 'x'.repeat(500) })[0]?.text).toHaveLength(201)
})
