"""Characters → mentions. A finder yields what stands in the text; it does not filter, sort, merge or resolve."""
