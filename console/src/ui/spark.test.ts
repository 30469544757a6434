import { expect, it } from 'vitest'

import { areaPath, linePath, sparkPoints } from '@/ui/spark'

it('spreads values over the box, the greatest on top', () => {
  expect(sparkPoints([1, 3, 2], 100, 36)).toEqual([
    [0, 33],
    [50, 3],
    [100, 18],
  ])
})

it('draws a flat series, and a single value, as a level line in the middle', () => {
  expect(sparkPoints([5, 5], 100, 36)).toEqual([
    [0, 18],
    [100, 18],
  ])
  expect(sparkPoints([7], 100, 36)).toEqual([
    [0, 18],
    [100, 18],
  ])
})

it('draws nothing for nothing', () => {
  expect(sparkPoints([], 100, 36)).toEqual([])
  expect(linePath([])).toBe('')
  expect(areaPath([], 36)).toBe('')
})

it('closes the area at the floor', () => {
  expect(areaPath([[0, 3], [100, 33]], 36)).toBe('M0 3L100 33L100 36L0 36Z')
})
