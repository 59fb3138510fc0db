import { Anchor } from '@mantine/core'
import type { DataTypeInfo } from '../../core/contract/reports.ts'
import { link } from '../navigation.ts'
import { catalogue } from '../reports/report-catalogue.ts'
import { PageSection } from '../shell/page-body.tsx'
import classes from './overview.module.css'

/** What can be asked of data that has no FlexNet log in it, family by family. */
export const TypesWithData = ({ types }: { readonly types: readonly DataTypeInfo[] }) => (
  <PageSection
    title="Reports with data"
    aside={
      <Anchor size="xs" href={link('/reports')}>
        All 70 data types
      </Anchor>
    }
  >
    <div className={classes.families}>
      {catalogue(types, '').map((family) => (
        <section key={family.id} className={classes.family} aria-label={family.title}>
          <h3 className={classes.familyTitle}>{family.title}</h3>
          <p className={classes.question}>{family.question}</p>
          <ul className={classes.types}>
            {family.types.map(({ id, name, description }) => (
              <li key={id} title={description}>
                <Anchor inherit href={link(`/reports/${id}`)}>
                  {name} [{id}]
                </Anchor>
              </li>
            ))}
          </ul>
        </section>
      ))}
    </div>
  </PageSection>
)
