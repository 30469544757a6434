import { expect, it } from 'vitest'

import { createFormat } from '@/lib/format'
import { flowOption } from '@/ui/chart/flowOption'

const palette = { line: '#111', lineSoft: '#222', up: '#0f0', down: '#f00', text: '#333', grid: '#444', surface: '#fff', font: 'x' }
const words = { size: 'Members', entered: 'Entered', left: 'Left' }
const days = [
  { on: '2017-10-30', size: 10, entered: 4, left: 1 },
  { on: '2017-10-31', size: 4, entered: 0, left: 6 },
]

function drawn(isRightToLeft: boolean, shown = days) {
  return flowOption(shown, { format: createFormat(isRightToLeft ? 'ar' : 'en', 'UTC'), palette, words, isRightToLeft }) as unknown as {
    xAxis: { inverse: boolean }[]
    yAxis: { position: string; min?: number; max?: number }[]
    series: { name: string; data: number[] }[]
    tooltip: { formatter: (items: { dataIndex: number }[]) => HTMLElement }
  }
}

it('draws who left downwards', () => {
  expect(drawn(false).series.map(({ name, data }) => [name, data])).toEqual([
    ['Members', [10, 4]],
    ['Entered', [4, 0]],
    ['Left', [-1, -6]],
  ])
})

it('gives the flow as much room up as down', () => {
  expect(drawn(false).yAxis[1]).toMatchObject({ min: -6, max: 6 })
})

it('keeps small flows visible beside the day on which everybody came in', () => {
  const birth = { on: '2017-10-29', size: 447, entered: 447, left: 0 }
  expect(drawn(false, [birth, ...days]).yAxis[1]).toMatchObject({ min: -6, max: 6 })
  expect(drawn(false, [birth]).yAxis[1]).toMatchObject({ min: -447, max: 447 })
})

it('lets time run with the script', () => {
  expect(drawn(true).xAxis.map((axis) => axis.inverse)).toEqual([true, true])
  expect(drawn(true).yAxis.map((axis) => axis.position)).toEqual(['right', 'right'])
  expect(drawn(false).yAxis.map((axis) => axis.position)).toEqual(['left', 'left'])
})

it('tells a day in an element without inline styles', () => {
  const body = drawn(false).tooltip.formatter([{ dataIndex: 1 }])
  expect(body.textContent).toBe('Tue, Oct 31, 2017Members4Entered0Left-6')
  expect(body.outerHTML).not.toContain('style')
})
