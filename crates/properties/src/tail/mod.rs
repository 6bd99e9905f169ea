use std::cmp::Ordering; use nonlin_expr::Expr; use crate::interval::*;
#[derive(Debug, Clone, Copy, PartialEq, Eq)] pub enum End { Minus, Plus }
#[derive(Debug, Clone, Copy, PartialEq)] pub enum Limit { Finite(Interval), PlusInfinity, MinusInfinity, Unknown }
pub struct Tail; pub fn of(_e:&Expr,_s:End,_f:f64)->Tail{Tail}
impl Tail { pub fn sign(&self)->Option<Ordering>{None} pub fn range(&self)->Interval{Interval::ENTIRE} pub fn limit(&self)->Limit{Limit::Unknown} }
