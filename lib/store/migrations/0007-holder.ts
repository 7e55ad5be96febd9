export const name = '0007-holder';

export const sql = `
create table howdah.holder (
  one boolean primary key default true check (one),
  -- Counts up with every Howdah that takes the store: what an earlier one still writes is refused.
  epoch bigint not null,
  who text not null,
  taken_at timestamptz not null default now(),
  seen_at timestamptz not null default now()
);
insert into howdah.holder (epoch, who) values (0, 'nobody');
`;
