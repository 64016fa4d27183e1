-- What Voteview's cast codes say: 1 to 3 yea, 4 to 6 nay, 7 and 8 present, 9 not voting. 0 is no
-- member, and has no position. https://voteview.com/articles/data_help_votes
select * from (values
  (1, 'yea'), (2, 'yea'), (3, 'yea'), (4, 'nay'), (5, 'nay'), (6, 'nay'),
  (7, 'present'), (8, 'present'), (9, 'not voting')
) as codes(cast_code, position)
