import { expect, test } from 'vitest'
import { filledCommand } from './install-command.ts'

test('a command takes the token and the address, quoted, and nothing else changes', () => {
  expect(
    filledCommand(
      `printf 'LICTOR_SERVER=%s\\nLICTOR_TOKEN=%s\\n' SERVER TOKEN | sudo install -D -m 600 /dev/stdin /etc/lictor-agent/enrol.conf`,
      false,
      "/run/it's here/agents.sock",
      'lt1_SERVER',
    ),
  ).toBe(
    `printf 'LICTOR_SERVER=%s\\nLICTOR_TOKEN=%s\\n' '/run/it'\\''s here/agents.sock' lt1_SERVER | sudo install -D -m 600 /dev/stdin /etc/lictor-agent/enrol.conf`,
  )
  expect(
    filledCommand(
      `$env:LICTOR_TOKEN='TOKEN'; Start-Process -Wait -FilePath .\\a.exe -ArgumentList '/S', '/SERVER=SERVER'`,
      true,
      'https://lic-1:27100',
      'lt1_x',
    ),
  ).toBe(
    `$env:LICTOR_TOKEN='lt1_x'; Start-Process -Wait -FilePath .\\a.exe -ArgumentList '/S', '/SERVER=https://lic-1:27100'`,
  )
})
