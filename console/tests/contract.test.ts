// What the console says about the contract is in the contract.
import { readFileSync } from 'node:fs'

import { expect, it } from 'vitest'

import { navigation } from '@/app/navigation'
import { routes as members } from '@/features/members'
import { routes as segments } from '@/features/segments'
import en from '@/locales/en.json'

const contract = readFileSync('src/api/openapi.json', 'utf8')
const permissions = Object.keys((JSON.parse(contract) as { 'x-permissions': Record<string, string> })['x-permissions'])

it('has words only for problem codes that the API gives', () => {
  expect(Object.keys(en.problem.code).filter((code) => !contract.includes(`\`${code}\``))).toEqual([])
})

it('asks only for permissions that the API knows', () => {
  const asked = [...navigation.map((item) => item.permission), ...[...members, ...segments].map((route) => route.meta?.permission)]
  expect(asked.filter((name) => name === undefined || !permissions.includes(name))).toEqual([])
})
