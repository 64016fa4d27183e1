-- What each place means under the rule of the round: who advances, who is elected. Ties at the
-- edge advance together where the law says so (California); elsewhere they are left open. `decided`
-- says whether the record knows who was elected at all: a ranked count may not be in it.
with judged as (
  select *,
    case
      when place is null then false
      when rule = 'top-two' then place <= 2
        and (split_part(district, '-', 1) <> 'WA' or votes >= 0.01 * votes_cast)
        and not (round = 'special-primary' and split_part(district, '-', 1) = 'CA'
          and max(votes) over contest * 2 > votes_cast)
      when rule = 'top-four' then place <= 4
      when rule in ('majority-two-round', 'majority-runoff') then
        place <= 2 and not max(votes) over contest * 2 > votes_cast
      when rule = 'party-primary' and round in ('primary', 'special-primary') then
        case when threshold is null or max(votes) over contest > threshold * votes_cast
          then place = 1 else place <= 2 end
      when rule = 'plurality' and round in ('primary-runoff', 'special-primary-runoff')
        then place = 1
      else false
    end as advances,
    case
      when place is null then false
      when rule in ('top-two', 'majority-two-round', 'majority-runoff')
        and round in ('special-primary', 'special-general', 'general')
        and (rule <> 'top-two' or split_part(district, '-', 1) = 'CA')
        then place = 1 and (votes * 2 > votes_cast or (unopposed and standing = 1))
      when rule = 'plurality' and round in ('general', 'runoff', 'special-general', 'special-runoff')
        then place = 1 and count(*) filter (where place = 1) over contest = 1
      when rule = 'ranked-choice' and round in ('general', 'special-general')
        then coalesce(winner, votes * 2 > votes_cast)
      else false
    end as elected
  from contest_results
  window contest as (partition by district, cycle, round, contest_party)
)
select *,
  bool_or(elected) over (partition by district, cycle, round, contest_party) as decided
from judged
