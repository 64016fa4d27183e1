-- The filings that stand: of each amendment chain the last (filing_versions has them all).
select * from filing_versions where superseded_by is null
